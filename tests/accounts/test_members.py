"""The people of an organisation: invited by letter, never without anybody, and nobody else's business."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from sqlalchemy import func, select

from directory.accounts import queries
from directory.accounts.members import actions
from directory.db import db
from directory.models import Membership, User
from tests.accounts.test_sign_in import ask
from tests.makers import a_location, a_service, an_organization
from tests.people import a_partner, a_steward, an_admin, at, letters, link_in, value_of


@pytest.fixture
def kitchen(app):
    """An organisation."""
    return an_organization(name="Kitchen & Garden")


def people_of(organization) -> str:
    """The address of its people."""
    return f"/desk/organisations/{organization.id}/people"


def test_a_partner_invites_a_colleague_who_comes_in_by_the_link(app, client, kitchen, clock):
    ana = at(app, a_partner(kitchen, name="Ana"))
    answer = ana.post(people_of(kitchen), {"name": " Bea  Brown ", "email": "Bea@Example.org"})
    assert answer.status_code == 303 and "on its way" in ana.get(answer.location).text
    letter = letters("bea@example.org")[0]
    assert "Ana invites you to keep the offers of Kitchen & Garden right." in letter.text
    assert "Kitchen &amp; Garden" in letter.html and "Hello Bea Brown," in letter.text
    assert "invited, has not signed in yet" in ana.get(people_of(kitchen)).text
    clock.move(days=6)
    assert client.get("/desk").status_code == 303
    assert client.post(link_in(letter)).location == "/desk"
    assert "Kitchen &amp; Garden" in client.get("/desk").text


def test_an_invitation_ends_after_a_week_and_the_address_still_signs_in(app, client, kitchen, clock):
    at(app, a_partner(kitchen)).post(people_of(kitchen), {"name": "Bea", "email": "bea@example.org"})
    link = link_in(letters("bea@example.org")[0])
    clock.move(days=7, seconds=1)
    assert client.get(link).status_code == 410 and client.post(link).status_code == 303
    ask(client, "bea@example.org")
    assert client.post(link_in(letters("bea@example.org")[-1])).location == "/desk"


@pytest.mark.parametrize(
    "typed,address",
    [("bea@\uff45xample.org", "bea@example.org"), ("zoe\u0301@example.org", "zo\u00e9@example.org")],
)
def test_an_address_is_one_however_a_keyboard_writes_it(app, client, kitchen, typed, address):
    at(app, a_partner(kitchen)).post(people_of(kitchen), {"name": "Bea", "email": typed})
    for written in (typed, address):
        ask(client, written)
    assert len(letters(address)) == 3


def test_who_is_known_already_keeps_name_and_role(app, kitchen):
    sam = a_steward(name="Sam", email="sam@example.org")
    at(app, a_partner(kitchen)).post(people_of(kitchen), {"name": "Mallory", "email": "sam@example.org"})
    at(app, a_partner(kitchen)).post(people_of(kitchen), {"name": "Mallory", "email": "sam@example.org"})
    db.session.refresh(sam)
    assert (sam.name, sam.role, len(sam.memberships)) == ("Sam", "steward", 1)


def test_a_form_can_set_nothing_it_does_not_show(app, kitchen):
    more = {"role": "admin", "active": "", "accepted": "1", "all_boroughs": "1", "user_id": "x"}
    at(app, a_partner(kitchen)).post(people_of(kitchen), {"name": "Bea", "email": "bea@example.org"} | more)
    bea = db.session.scalars(select(User).where(User.email == "bea@example.org")).one()
    assert (bea.role, bea.active, bea.all_boroughs, bea.memberships[0].accepted) == ("partner", True, False, False)


@pytest.mark.parametrize(
    "name,email",
    [
        ("", "bea@example.org"),
        ("Bea", ""),
        ("Bea", "bea"),
        ("x" * 81, "bea@example.org"),
        ("B\u202ea", "b@example.org"),
    ],
)
def test_mistakes_are_said_and_what_was_typed_stays(app, kitchen, name, email):
    answer = at(app, a_partner(kitchen)).post(people_of(kitchen), {"name": name, "email": email})
    assert answer.status_code == 422 and "There is a problem" in answer.text and email in answer.text
    assert db.session.scalar(select(func.count(User.id))) == 1


def test_nobody_suspended_is_written_to(app, kitchen):
    a_partner(email="gone@example.org", active=False)
    at(app, a_partner(kitchen)).post(people_of(kitchen), {"name": "Gone", "email": "gone@example.org"})
    assert letters() == []


def test_twenty_invitations_a_day(app, kitchen):
    ana = at(app, a_partner(kitchen))
    sent = [ana.post(people_of(kitchen), {"name": "B", "email": f"b{n}@example.org"}).status_code for n in range(21)]
    assert sent == [303] * 20 + [429]


def test_a_colleague_is_removed_and_the_last_one_is_not(app, kitchen):
    ana, bea = a_partner(kitchen), a_partner(kitchen)
    hers, theirs = at(app, ana), at(app, bea)
    assert hers.post(f"{people_of(kitchen)}/{bea.id}/remove").status_code == 303
    assert theirs.get(people_of(kitchen)).status_code == 404
    answer = hers.post(f"{people_of(kitchen)}/{ana.id}/remove")
    assert answer.status_code == 422 and "Nobody would be left" in answer.text
    assert hers.post(f"{people_of(kitchen)}/{bea.id}/remove").status_code == 404


@pytest.mark.parametrize("other", [{"accepted": False}, {"active": False}])
def test_who_never_came_in_or_is_suspended_does_not_count_as_left(app, kitchen, other):
    ana = a_partner(kitchen)
    someone = a_partner(kitchen, **other)
    hers = at(app, ana)
    assert hers.post(f"{people_of(kitchen)}/{ana.id}/remove").status_code == 422
    if not other.get("accepted", True):
        assert hers.post(f"{people_of(kitchen)}/{someone.id}/remove").status_code == 303


def test_two_who_remove_each_other_at_once_leave_one(app, kitchen):
    for _round in range(5):
        pair = [a_partner(kitchen) for _one in range(2)]
        former = [one for one in db.session.scalars(select(Membership)) if one.user_id not in {p.id for p in pair}]
        for one in former:
            db.session.delete(one)
        db.session.commit()
        ids, organization_id = [one.id for one in pair], kitchen.id

        def remove(at_once: tuple[str, str], here: str = organization_id) -> None:
            user_id, by = at_once
            with app.app_context():
                me = db.session.get(User, by)
                with suppress(actions.LastOne, AttributeError):  # too late: they are no member any more
                    actions.remove(queries.organization(here, by=me), user_id, by=me)

        with ThreadPoolExecutor(2) as both:
            list(both.map(remove, [(ids[0], ids[1]), (ids[1], ids[0])]))
        db.session.expire_all()
        assert db.session.scalar(select(func.count()).select_from(Membership)) == 1


def test_stewards_reach_the_organisations_of_their_boroughs(app):
    lewisham, croydon, everywhere = a_steward("lewisham"), a_steward("croydon"), a_steward()
    from_there = an_organization_in("SE6 4RU")
    serving = an_organization_in(None, boroughs=["croydon"])
    hidden = an_organization_in("SE6 4RU", public=False)
    empty = an_organization()
    reach = {
        name: {org for org in (from_there, serving, hidden, empty) if queries.organization(org.id, by=user)}
        for name, user in (("lewisham", lewisham), ("croydon", croydon), ("all", everywhere), ("admin", an_admin()))
    }
    every = {from_there, serving, hidden, empty}
    assert reach == {"lewisham": {from_there, hidden}, "croydon": {serving}, "all": every, "admin": every}


def an_organization_in(postcode: str | None, public: bool = True, boroughs=()):
    """An organisation with one offer at a postcode, or for boroughs."""
    organization = an_organization()
    if postcode:
        a_service(organization=organization, at=a_location(postcode=postcode, address_public=public))
    else:
        a_service(organization=organization, online=True, boroughs=boroughs)
    return organization


def test_what_was_typed_outlives_the_session(app, kitchen):
    """The session ended meanwhile: the form comes back, and is sent again after signing in in another tab."""
    ana = a_partner(kitchen)
    typed = {"name": "Bea <b>", "email": "bea@example.org", "password": "secret"}
    late = app.test_client()
    answer = late.post(people_of(kitchen), data=typed | {"csrf": "old"})
    assert answer.status_code == 403 and "You were signed out" in answer.text
    assert 'value="Bea &lt;b&gt;"' in answer.text and "secret" not in answer.text and 'name="csrf"' not in answer.text
    signed_in = at(app, ana).client
    once_more = signed_in.post(people_of(kitchen), data={"name": "Bea", "email": "bea@example.org"})
    assert once_more.status_code == 400 and "Please send it once more" in once_more.text and letters() == []
    fields = {name: value_of(once_more.text, name) for name in ("csrf", "name", "email")}
    assert signed_in.post(people_of(kitchen), data=fields).status_code == 303 and len(letters()) == 1
