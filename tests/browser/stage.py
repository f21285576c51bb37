"""The site the page gate walks through, at the clock that stands: the sample offers, and an offer in every state."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from threading import Thread

from flask import Flask
from sqlalchemy import select
from werkzeug.serving import WSGIRequestHandler, make_server

from directory import clock, counts, editors, proofs, revisions
from directory.db import db
from directory.listings import actions, queries
from directory.listings.keeping import actions as keeping
from directory.listings.keeping.queries import Link
from directory.listings.logos import actions as logos
from directory.models import (
    Challenge,
    Contact,
    DailyCount,
    Language,
    Letter,
    Organization,
    Phone,
    Program,
    Reminder,
    Report,
    RequiredDocument,
    Service,
    ServiceAtLocation,
    SignedIn,
    TeamList,
    Translation,
    User,
)
from directory.stewarding import queries as stewarding
from directory.stewarding.actions import hold
from tests.makers import BOROUGHS, a_draft, a_location, a_picture, a_schedule, a_service, an_organization, saved
from tests.people import a_partner, a_steward

RICH = {
    "summary": "Cook a meal with neighbours, then eat it together.",
    "description": "We cook one meal and eat it together. Nobody has to talk.\n\nBring a tub to take some home.",
    "eligibility_description": "Anyone who lives in Lewisham.", "not_for": "Children under 5.", "minimum_age": 18,
    "fees_description": "50p if you can.", "wait_time": "About a week.", "first_visit": "Grace meets you at the door.",
    "leaving": "Just stop coming.", "returning": "Come back when you like.", "open_until": date(2026, 12, 18),
    "interpretation_services": "Tell us your language and we will find somebody.", "email": "kitchen@example.org",
    "url": "https://www.example.org/kitchen", "categories": ["cooking-and-food"],
    "needs": ["lonely"], "access": ["self-referral"], "waiting": ["none"], "formats": ["in-person"], "cost": ["free"],
    "led_by": ["lived-experience"], "boroughs": ["lewisham", "southwark"],
}  # fmt: skip
FEW = {"summary": None, "description": "We mend bikes.", "application_process": None, "assured_date": None}
# Each offer by the name of its state, with what differs from a plain one.
OFFERS: dict[str, dict[str, object]] = {
    "open": RICH,
    "paused": {"status": "temporarily closed", "paused_until": date(2026, 12, 14), "alert": "The hall is painted."},
    "ended": {"status": "inactive", "ended_on": date(2026, 10, 1), "alert": "Try the other kitchen.",
              "categories": ["cooking-and-food"]},
    "stale": {"assured_date": date(2025, 10, 1)},
    "hidden": {"categories": ["safety"]},
    "bare": FEW | {"online": True, "phone": None, "schedules": []},
}  # fmt: skip


# The organisation the partner of the stage works for, and the address of its people.
ORGANIZATION = "60000000-0000-4000-8000-000000000000"
PEOPLE_OF = f"/desk/organisations/{ORGANIZATION}/people"
# The offer that is kept right, with a change that waits; and the one a partner has paused and opened again.
KEPT, TOUCHED = "50000000-0000-4000-8000-000000000000", "53000000-0000-4000-8000-000000000000"
WAVE = "80000000-0000-4000-8000-000000000000"
TIMES = "70000000-0000-4000-8000-000000000000"
# A list their team keeps, of offers that have closed and paused since.
TEAM_LIST = "80000000-0000-4000-8000-000000000000"


# What visitors reported, and the links that letters carry, by what they are for.
REPORTED = "80000000-0000-4000-8000-000000000000"
SENT: dict[str, str] = {}
# New offers: one that was sent back and has everything, one that waits for a steward, one that has only a name.
BACK, OFFERED, BEGUN = (f"8{number}000000-0000-4000-8000-000000000000" for number in range(3))
HALL = "90000000-0000-4000-8000-000000000000"


def fill() -> None:
    """Adds an offer in each state and people, with names and addresses that are the same in every run."""
    for number, (state, given) in enumerate(OFFERS.items()):
        identity = {"name": f"The {state} kitchen", "slug": f"the-{state}", "code": f"stage{number}",
                    "id": f"5{number}000000-0000-4000-8000-000000000000"}  # fmt: skip
        own = {"id": ORGANIZATION} if state == "open" else {}
        if state == "open":
            given = {"schedules": [a_schedule(id=TIMES)]} | given
        org = an_organization(name=f"Stage {state}", slug=f"stage-{state}", **own)
        if not given.get("online"):
            hall = {"id": HALL} if state == "open" else {}
            given = {"at": a_location(name="Rushey Hall", address_public=state != "hidden", **hall)} | given
        service = a_service(organization=org, **identity | given)
        if state == "open":
            furnish(service)

    staff()


def staff() -> None:
    """People who are signed in, each known by `token`; a link that was sent, a letter that could not be."""
    every = db.session.scalars(select(Organization).where(Organization.slug.like("stage-%"))).all()
    partner = a_partner(*every, name="Ana", email="ana@example.org")
    a_partner(every[0], accepted=False, name="Bea", email="bea@example.org")
    steward = a_steward("lewisham", name="Sam", email="sam@example.org", totp_secret="set", password="set")
    for who, user in (("partner", partner), ("steward", steward), ("half", steward)):
        stay(user, token(who), complete=who != "half")
    stay(steward, token("elsewhere"), complete=True)
    keep_right(partner)
    keep_true(partner)
    learn()
    for_stewards(steward)
    begin(every[0], partner)
    now = clock.now()
    offers = db.session.scalars(select(Service.id).where(Service.code.like("stage%")).order_by(Service.code)).all()
    saved(TeamList(id=TEAM_LIST, name="After discharge, Lewisham North", organization_id=ORGANIZATION,
                   offers=[*offers, TEAM_LIST], keeper_id=partner.id, looked_at=date(2026, 11, 2)))  # fmt: skip
    known = proofs.token_hash("stage-link")
    saved(Challenge(user_id=partner.id, link_hash=known, made_at=now, expires_at=now + timedelta(days=1)))
    saved(Letter(recipient="bea@example.org", subject="Your link", language="en", written_at=now,
                 due_at=now + timedelta(days=1), attempts=1, fault="ConnectionRefusedError: refused"))  # fmt: skip


def learn() -> None:
    """What was counted: of the offer that is kept right, and what nothing was found for."""
    month = clock.today().replace(day=1)
    of = {counts.SEEN: 240, counts.OPENED: 31, counts.ADDED: 6, counts.HANDED_OUT: 2}
    rows = [(month, what, "stage0", number) for what, number in of.items()]
    rows += [
        (month, counts.LED.format(code="stage0"), key, 9) for key in ("need:lonely", "borough:lewisham", "area:work")
    ]
    rows += [(clock.today(), counts.GAPS, key, 7) for key in ("home SE12", "medicines")]
    for day, what, key, number in rows:
        saved(DailyCount(day=day, what=what, key=key, number=number))


def keep_right(partner: User) -> None:
    """What waits for a steward, and what was live at once; visitors' pages say the same as before."""
    kept = db.session.get_one(Service, KEPT)
    said = {"summary": "Cook and eat with neighbours.", "categories": ["cooking-and-food", "peer-support"]}
    actions.revise(kept, said, prints=queries.form_of(kept)[2], by=partner)
    touched = db.session.get_one(Service, TOUCHED)
    actions.pause(touched, until=None, say="The hall is painted.", by=partner)
    actions.reopen(touched, by=partner)


def keep_true(partner: User) -> None:
    """A group that has not answered its last reminder, what its links open, and what a visitor reports."""
    stale = db.session.scalars(select(Service).where(Service.slug == "the-stale")).one()
    group, now = stale.organization, clock.now()
    saved(Reminder(service_id=stale.id, since=stale.assured_date, step=5, at=now - timedelta(days=20), told=True))
    saved(
        Report(
            id=REPORTED, service_id=KEPT, what="time", words="It is on Fridays now.", email="rea@example.net", at=now
        )
    )
    ana = editors.Editor(partner.id, partner.name, partner.email)
    link = Link(group, ana, b"")
    keeping.correct(link, stale, {"not_for": "Children under 5."}, queries.form_of(stale)[2])
    number = revisions.newest().number.to_bytes(5)
    SENT.update(
        keep=f"/keep/{editors.token('keep', group.id, ana)}",
        undo=f"/undo/{editors.token('undo', group.id, ana, more=number * 2)}",
        stop=f"/reminders/{editors.token('stop', group.id, ana)}",
        kept=f"/offers/{stale.id}", times=f"/times/{stale.all_schedules()[0].id}",
    )  # fmt: skip


def for_stewards(steward: User) -> None:
    """A wave of funding without offers, and a crisis line that waits for a second person."""
    saved(Program(id=WAVE, name="Wave 1", funder="The Fund", gss=BOROUGHS["lewisham"], ends=date(2027, 3, 31)))
    line = stewarding.lines()["samaritans"]
    hold("samaritans", line | {"hours": "Day and night"}, by=steward)


def begin(organization: Organization, partner: User) -> None:
    """New offers that are not listed yet, and a logo that is not shown yet."""
    long = (
        "We welcome everybody who would like to come and sing or play or listen or only sit with us for a while, and "
    )
    wordy = {"description": f"{long}nobody has to be good at it or to have done it before."}
    a_draft(organization, partner, id=BACK, message="Please say what it costs.", **wordy)
    a_draft(organization, partner, id=OFFERED, sent=True, name="Drum circle")
    logos.put(organization, a_picture(), by=partner)
    begun = a_draft(organization, partner, id=BEGUN)
    begun.values, begun.done = {"name": "Lute circle"}, ["what"]
    saved(begun)


def stay(user: User, cookie: str, complete: bool) -> None:
    """A session with a cookie that is the same in every run."""
    now = clock.now()
    saved(SignedIn(token_hash=proofs.token_hash(cookie), user_id=user.id, complete=complete, began_at=now, seen_at=now,
                   device="Firefox, Linux"))  # fmt: skip


def token(who: str) -> str:
    """The cookie of somebody on the stage."""
    return f"stage-{who}"


def furnish(service: Service) -> None:
    """What a full page of an offer also shows: a second venue, languages, a person to ask for, papers to bring."""
    hall = a_location(name="Ladywell Hall", postcode="SE13 7HE")
    service.service_at_locations.append(ServiceAtLocation(location=hall, schedules=[a_schedule(byday="FR")]))
    service.languages = [Language(code="es", name="Spanish", note="on Fridays"), Language(code="ar", name="Arabic")]
    service.contacts = [Contact(name="Grace", title="Cook", email="grace@example.org")]
    service.phones.append(Phone(number="020 7946 0777", description="Evenings"))
    service.required_documents = [RequiredDocument(document="Something with your address on it")]
    service.translations = [
        spoken("es", "summary", "Cocine con sus vecinos y coman juntos.", service, by_name="Ana"),
        spoken("es", "description", "Cocinamos y comemos juntos. Nadie tiene que hablar.", service, by_computer=True),
        spoken("es", "first_visit", "Grace le espera en la puerta.", service, checked_by="Spanish-speaking nurse"),
        spoken("es", "application_process", "Venga sin avisar.", service, made_from="Come along one day."),
        spoken("ar", "summary", "اطبخ وجبة مع جيرانك ثم كلوا معاً.", service, by_computer=True),
    ]
    saved(service, changed=[service.id])


def spoken(language: str, field: str, text: str, service: Service, **over: object) -> Translation:
    """What an offer says in another language, made from the English of now."""
    return Translation(language=language, field=field, text=text, **{"made_from": service.english(field)} | over)


class Quiet(WSGIRequestHandler):
    """Answers and says nothing about it."""

    def log(self, *_said: object) -> None:
        """Nothing."""


@contextmanager
def listening(app: Flask) -> Iterator[str]:
    """The address of a site that is served by this process, until the block ends."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
