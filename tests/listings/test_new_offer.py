"""A new offer: looked for first, kept task by task, seen by nobody else, sent, sent back, listed."""

import re

import pytest
from flask import Flask

from directory import index, revisions
from directory.db import db
from directory.index import Query
from directory.listings.drafts import actions, queries
from directory.models import Draft, Service
from tests.listings.conftest import Cast
from tests.makers import PART, a_draft, a_service
from tests.people import a_partner, at, letters, overtaken, value_of

CONTACT = {"phones": "020 7946 0123"}
SECRET = {"id": "82000000-0000-4000-8000-000000000000", "type": "physical", "name": "Secret House",
          "address_1": "16 Sample Terrace", "address_2": None, "city": None, "postal_code": "SE13 7HE",
          "public": False}  # fmt: skip


@pytest.fixture
def draft(cast: Cast, app: Flask) -> Draft:
    """Ana's draft, with all that is needed."""
    ana = a_partner(cast.service.organization, name="Ana Two")
    cast.ana = at(app, ana)
    made = a_draft(cast.service.organization, ana)
    db.session.refresh(made)
    db.session.expunge(made)  # it is known by its id after it has gone
    return made


def now(draft_id: str) -> Draft | None:
    """A draft as the database has it."""
    db.session.expire_all()
    return db.session.get(Draft, draft_id)


def task(cast: Cast, draft_id: str, which: str, who=None, **answers):
    """Opens a task, answers it and saves."""
    who = who or cast.ana
    there = f"/desk/new/{draft_id}/{which}"
    return who.post(there, {"print": value_of(who.get(there).text, "print"), **answers})


def decide(cast: Cast, draft_id: str, what: str, html: str = "", **data: str):
    """A steward opens the answers (or stays on an earlier page) and decides."""
    html = html or cast.stella.get(f"/desk/new/{draft_id}/check").text
    return cast.stella.post(f"/review/new/{draft_id}/{what}", {"print": value_of(html, "print"), **data})


def test_what_is_like_it_is_shown_first_and_a_new_one_is_one_more_press(cast: Cast):
    group = cast.service.organization_id
    other = a_service(name="Harp circle of others", summary="Play the harp.")
    page = cast.ana.get(f"/desk/new?group={group}&name=harp").text
    assert "Cook together" in page and other.slug in page and "None of these" in page
    assert Draft.query.count() == 0
    made = cast.ana.post("/desk/new", {"group": group, "name": "  Harp\n circle "})
    assert made.status_code == 303 and Draft.query.one().name == "Harp circle"
    assert (
        "Harp circle" in cast.ben.get("/desk").text and "Harp circle" in cast.ben.get(f"/desk/new?group={group}").text
    )


@pytest.mark.parametrize("name", ["", "  ", "x" * 200])
def test_a_name_that_is_none_begins_nothing(cast: Cast, name: str):
    answer = cast.ana.post("/desk/new", {"group": cast.service.organization_id, "name": name})
    assert answer.status_code == 422 and Draft.query.count() == 0 and name.strip() in answer.text


def test_another_group_is_not_theirs(cast: Cast):
    assert cast.cleo.get(f"/desk/new?group={cast.service.organization_id}").status_code == 404
    assert cast.ana.get("/desk/new?group=nonsense").status_code == 404


def test_nobody_else_sees_a_draft(cast: Cast, draft: Draft, client):
    for path in (f"/offers/{draft.id}", "/offers/harp-circle", f"/offers/{draft.id}.ics"):
        assert client.get(path).status_code == 404
    assert not index.find(Query(q="harp circle")).hits
    assert "Harp circle" not in client.get(f"/organisations/{cast.service.organization.slug}").text
    assert "Harp" not in client.get("/sitemap.xml").text and "Harp" not in client.get("/search/suggest?q=harp").text
    assert cast.cleo.get(f"/desk/new/{draft.id}").status_code == 404


def test_a_mistake_keeps_everything_that_was_typed_and_saves_nothing(cast: Cast, draft: Draft):
    said = task(cast, draft.id, "contact", contact="Grace", phones="ring the bell", email="a@b@c", url="javascript:x")
    assert said.status_code == 422 and said.text.count("nhsuk-error-message") == 3
    assert all(typed in said.text for typed in ("Grace", "ring the bell", "a@b@c", "javascript:x"))
    assert now(draft.id).values["phones"] == ["020 7946 0123"] and "contact" not in now(draft.id).values


def test_a_draft_keeps_a_name_by_which_it_is_found(cast: Cast, draft: Draft):
    said = task(cast, draft.id, "what", name=" ", summary="Play.")
    assert said.status_code == 422 and "This cannot be empty." in said.text and now(draft.id).name == "Harp circle"


def test_the_youngest_is_not_older_than_the_oldest(cast: Cast, draft: Draft):
    said = task(cast, draft.id, "who", minimum_age="60", maximum_age="18")
    assert said.status_code == 422 and "The youngest age is higher than the oldest." in said.text
    assert cast.change(cast.stella, "maximum_age", "18").status_code == 303
    late = cast.change(cast.stella, "minimum_age", "60")
    assert late.status_code == 422 and "The youngest age is higher" in late.text and cast.service.minimum_age is None


def test_two_who_write_at_once_see_both(cast: Cast, draft: Draft):
    print_ = value_of(cast.ben.get(f"/desk/new/{draft.id}/join").text, "print")
    assert task(cast, draft.id, "join", fees_description="Ana's fee").status_code == 303
    late = cast.ben.post(f"/desk/new/{draft.id}/join", {"print": print_, "fees_description": "Ben's fee"})
    assert late.status_code == 409 and "Ana&#39;s fee" in late.text and "Ben&#39;s fee" in late.text
    assert now(draft.id).values["fees_description"] == "Ana's fee"
    again = cast.ben.post(
        f"/desk/new/{draft.id}/join", {"print": value_of(late.text, "print"), "fees_description": "B"}
    )
    assert again.status_code == 303 and now(draft.id).values["fees_description"] == "B"


def test_what_is_missing_is_listed_and_it_is_not_sent_before(cast: Cast, draft: Draft):
    held = now(draft.id)
    held.values = {"name": "Harp circle"}
    db.session.commit()
    page = cast.ana.get(f"/desk/new/{draft.id}/check").text
    part = page.split("Still needed")[1].split("</ul>")[0]
    assert len(re.findall("<li>", part)) == 5 and "In one sentence" in part and "A phone number" in part
    said = cast.ana.post(f"/desk/new/{draft.id}/send")
    assert said.status_code == 422 and now(draft.id).sent_at is None
    task(cast, draft.id, "where", formats="online")
    assert "Days, times and places</a>" not in cast.ana.get(f"/desk/new/{draft.id}/check").text.split("</ul>")[0]


def test_it_is_sent_back_with_a_message_and_sent_again(cast: Cast, draft: Draft):
    assert cast.stella.post(f"/review/new/{draft.id}/approve", {"print": "x"}).status_code == 404
    cast.ana.post(f"/desk/new/{draft.id}/send")
    assert "Harp circle" in cast.stella.get("/review").text
    assert decide(cast, draft.id, "send-back").status_code == 422
    assert decide(cast, draft.id, "send-back", message="Say what it costs.").status_code == 303
    assert now(draft.id).sent_at is None and "Harp circle" not in cast.stella.get("/review").text
    assert "Say what it costs." in cast.ana.get(f"/desk/new/{draft.id}").text
    letter = letters()[-1]
    assert letter.subject == "Please look at your new offer again" and "Say what it costs." in str(letter.text)
    cast.ana.post(f"/desk/new/{draft.id}/send")
    assert now(draft.id).message is None and decide(cast, draft.id, "approve").status_code == 303


@pytest.mark.parametrize("what", ["approve", "send-back", "what"])
def test_a_draft_that_is_gone_by_now_is_not_found(cast: Cast, draft: Draft, what: str):
    cast.ana.post(f"/desk/new/{draft.id}/send")
    print_ = value_of(cast.stella.get(f"/desk/new/{draft.id}/check").text, "print")
    address = f"/desk/new/{draft.id}/what" if what == "what" else f"/review/new/{draft.id}/{what}"
    form = {"print": print_, "message": "Say more.", "name": "Harp"}
    answer = overtaken(lambda: cast.stella.post(address, form), lambda: actions.delete(now(draft.id)))
    assert answer.status_code == 404 and "We cannot find that page" in answer.text


def test_approving_lists_it_with_its_history_and_everything_said(cast: Cast, draft: Draft, client):
    cast.ana.post(f"/desk/new/{draft.id}/send")
    decide(cast, draft.id, "approve")
    service = db.session.get(Service, draft.id)
    assert service.slug == "harp-circle" and len(service.code) == 5 and service.assured_by == "Ana Two"
    assert [hit.id for hit in index.find(Query(q="harp")).hits] == [service.id]
    assert [one.act for one in revisions.of(service.id)] == ["list", "propose"] and revisions.verify() is None
    page = client.page("/offers/harp-circle").words()
    assert "Medlar Hall" in page and "Every Thursday" in page and "020 7946 0123" in page
    history = cast.ana.get(f"/desk/offers/{service.id}/history").text
    assert "put it in the directory" in history and "Play the harp" in history
    assert cast.ana.get(f"/desk/new/{draft.id}").status_code == 404


def test_there_is_nothing_to_bring_back_from_before_it_was_listed(cast: Cast, draft: Draft):
    cast.ana.post(f"/desk/new/{draft.id}/send")
    decide(cast, draft.id, "approve")
    listed, asked = revisions.of(draft.id)
    history, version = cast.stella.get(f"/desk/offers/{draft.id}/history").text, f"/review/{draft.id}/version"
    assert re.findall(rf"{version}/(\d+)", history) == [str(listed.number)]
    assert cast.stella.get(f"{version}/{asked.number}").status_code == 404
    assert cast.stella.post(f"{version}/{asked.number}", {"newest": str(listed.number)}).status_code == 404
    assert cast.stella.post(f"{version}/{listed.number}", {"newest": str(listed.number)}).status_code == 303
    assert db.session.get(Service, draft.id).name == "Harp circle"


def test_a_steward_edits_and_then_approves_but_never_what_they_have_not_read(cast: Cast, draft: Draft):
    cast.ana.post(f"/desk/new/{draft.id}/send")
    read = cast.stella.get(f"/desk/new/{draft.id}/check").text
    assert "<title>Check an offer –" in read
    task(cast, draft.id, "join", fees_description="Ana's late words")
    late = decide(cast, draft.id, "approve", read)
    assert late.status_code == 409 and "Ana&#39;s late words" in late.text and Service.query.count() == 1
    task(cast, draft.id, "join", who=cast.stella, fees_description="Free for all")
    assert decide(cast, draft.id, "approve").status_code == 303
    assert db.session.get(Service, draft.id).fees_description == "Free for all"
    assert letters()[-1].subject == "Your new offer is in the directory"
    assert revisions.of(draft.id)[-1].by_name == "Ana Two"


def test_the_preview_is_the_page_that_comes(cast: Cast, draft: Draft, client):
    preview = cast.ana.client.page(f"/desk/new/{draft.id}/preview").words()
    cast.ana.post(f"/desk/new/{draft.id}/send")
    decide(cast, draft.id, "approve")
    page = client.page("/offers/harp-circle").words()
    for words in (
        "Play the harp with others.",
        "Every Thursday, 2pm to 4pm",
        "Medlar Hall",
        "1 High Street",
        "SE13 7HE",
    ):
        assert words in preview and words in page
    assert db.session.query(Service).count() == 2


def test_a_draft_is_deleted_once_somebody_is_sure(cast: Cast, draft: Draft):
    assert "Delete it" in cast.ana.get(f"/desk/new/{draft.id}/delete").text and now(draft.id)
    assert cast.ana.post(f"/desk/new/{draft.id}/delete").status_code == 303 and now(draft.id) is None


def test_sessions_come_and_go(cast: Cast, draft: Draft):
    assert cast.ana.post(f"/desk/new/{draft.id}/sessions/{PART}/remove").status_code == 303
    assert now(draft.id).values["times"] == {}
    assert cast.ana.post(f"/desk/new/{draft.id}/sessions/{PART}/remove").status_code == 404
    form = {"days": "MO", "every": "1", "terms": "yes", "holidays": "", "where": "none"}
    shown = cast.ana.post(f"/desk/new/{draft.id}/session", form)
    assert "First Monday of the month" in shown.text and now(draft.id).values["times"] == {}
    cast.ana.post(f"/desk/new/{draft.id}/session", form | {"seen": value_of(shown.text, "seen")})
    assert [one["byday"] for one in now(draft.id).values["times"].values()] == ["1MO"]


def test_words_that_give_a_secret_place_away_have_to_go_first(cast: Cast, draft: Draft, client):
    held = now(draft.id)
    times = {PART: held.values["times"][PART] | {"at": SECRET}}
    held.values = {**held.values, "times": times, "description": "We are at 16 sample terrace."}
    db.session.commit()
    assert cast.ana.post(f"/desk/new/{draft.id}/send").status_code == 422
    assert queries.draft(draft.id, by=a_partner()) is None
    task(cast, draft.id, "what", name="Harp circle", summary="Play.", categories="peer-support", description="Quiet.")
    preview = cast.ana.get(f"/desk/new/{draft.id}/preview").text
    assert cast.ana.post(f"/desk/new/{draft.id}/send").status_code == 303
    decide(cast, draft.id, "approve")
    assert not index.find(Query(near="SE13 7HE", within=0.25, q="harp")).hits[1:]
    texts = [preview] + [client.get(f"/offers/harp-circle{more}").text for more in ("", ".ics")]
    texts += [client.get("/search?q=harp&near=SE13+7HE").text, client.get("/search/suggest?q=secret").text]
    told = [word for text in texts[:3] for word in ("SE13 7HE", "Sample Terrace", "Secret House") if word in text]
    assert told == [] and "The address is not public" in texts[1] and "miles" not in texts[1]
    assert not any("Sample Terrace" in text or "Secret House" in text for text in texts)


def test_the_desk_and_the_queue_ask_a_bounded_number_of_times(cast: Cast, draft: Draft, statements):
    counted = []
    for more in (0, 0, 5):
        for _ in range(more):
            a_draft(cast.service.organization, a_partner(), sent=True)
        with statements() as asked:
            for who, path in ((cast.ana, "/desk"), (cast.stella, "/review"), (cast.ana, f"/desk/new/{draft.id}/check"),
                              (cast.ana, f"/desk/new/{draft.id}/preview")):  # fmt: skip
                assert who.get(path).status_code == 200
        counted.append(len(asked))
    assert counted[1] == counted[2] <= 30
