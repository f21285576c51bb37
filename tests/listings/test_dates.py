"""Calling a date off, and changing days and hours with the next dates shown back first."""

import re
from datetime import time

import pytest

from directory import index, revisions
from directory.index import Query
from directory.listings import queries
from directory.listings.dates.forms import asked_of
from directory.listings.dates.shape import corrected, pattern_of
from directory.listings.shape import values_of
from tests.listings.conftest import Cast
from tests.makers import a_schedule, changed
from tests.people import a_partner, at, value_of

ANSWERS = {"days": "TH", "every": "week", "opens": "6pm", "closes": "20:00", "terms": "yes", "holidays": ""}


def times(cast: Cast) -> str:
    """The id of the one pattern of the offer: every Wednesday, 2pm to 4pm."""
    return str(cast.service.all_schedules()[0].id)


def public(cast: Cast) -> str:
    """The words of the offer's own page."""
    return cast.cleo.client.page(f"/offers/{cast.service.slug}").words()


def page(cast: Cast) -> str:
    """The address of the pattern."""
    return f"{cast.page}/times/{times(cast)}"


def answer(cast: Cast, who, **answers):
    """Fills in the questions, looks at the dates that are shown back, and saves."""
    there = page(cast)
    print_ = value_of(who.get(there).text, "print")
    shown = who.post(there, {**ANSWERS, **answers, "print": print_})
    assert shown.status_code == 200, shown.status_code
    return shown, {**ANSWERS, **answers, "print": print_, "seen": value_of(shown.text, "seen")}


def test_a_date_is_called_off_for_everybody_at_once_and_can_be_on_after_all(cast: Cast):
    assert "2 December" in public(cast)
    form = {"times": times(cast), "day": "2026-12-02"}
    said = cast.ana.post(f"{cast.page}/dates/cancel", form)
    assert said.status_code == 303 and "Called off. People see it now." in cast.ana.get(said.location).text
    assert "2 December" not in public(cast) and "9 December" in public(cast)
    last = revisions.newest()
    assert last and last.act == "cancel" and "Not on Wednesday 2 December" in cast.stella.get("/review").text
    cast.ben.post(f"{cast.page}/dates/restore", form)
    assert "2 December" in public(cast) and values_of(cast.service)["times"][times(cast)]["except_dates"] == []


def test_calling_it_off_twice_is_one_act(cast: Cast):
    form = {"times": times(cast), "day": "2026-12-02"}
    for who in (cast.ana, cast.ben):
        assert who.post(f"{cast.page}/dates/cancel", form).status_code == 303
    assert [one.act for one in revisions.of(cast.service_id)] == ["cancel"]


@pytest.mark.parametrize(
    "form", [{}, {"day": "2026-12-02"}, {"day": "2026-11-24", "times": "x"}, {"day": "soon", "times": "x"}]
)
def test_what_is_no_date_of_it_is_not_found(cast: Cast, form: dict[str, str]):
    assert cast.ana.post(f"{cast.page}/dates/cancel", form).status_code == 404
    assert list(revisions.of(cast.service_id)) == []


def test_a_night_that_began_yesterday_is_called_off_while_it_runs_and_is_on_after_all(cast: Cast, app, clock):
    night = cast.service.all_schedules()[0]
    night.opens_at, night.closes_at = time(22), time(6)
    changed(cast.service)
    clock.set(2026, 11, 26, 1)
    ana = at(app, a_partner(cast.service.organization))
    form = {"times": times(cast), "day": "2026-11-25"}
    for act, off in (("cancel", ["2026-11-25"]), ("restore", [])):
        html = ana.get(f"{cast.page}/dates").text.partition(f'action="{cast.page}/dates/{act}"')[2]
        assert value_of(html, "day") == "2026-11-25", "its button is there"
        assert ana.post(f"{cast.page}/dates/{act}", form).status_code == 303
        assert cast.service.all_schedules()[0].except_dates == off
    assert ana.post(f"{cast.page}/dates/cancel", form | {"day": "2026-11-18"}).status_code == 404
    clock.set(2026, 11, 26, 7)
    ana = at(app, a_partner(cast.service.organization))
    assert ana.post(f"{cast.page}/dates/cancel", form).status_code == 404, "it is over"


def test_new_times_are_shown_back_before_they_are_saved_and_then_everybody_sees_them(cast: Cast):
    shown, form = answer(cast, cast.ana)
    assert "Every Thursday, 6pm to 8pm" in shown.text and "tomorrow, 6pm to 8pm" in shown.text.lower()
    assert len(re.findall("Thursday [0-9]+ December", shown.text)) == 3 and "Every Wednesday" in public(cast)
    assert cast.ana.post(page(cast), form).status_code == 303
    assert "Every Thursday, 6pm to 8pm" in public(cast) and queries.waiting(cast.service) == {}
    assert cast.service_id in [hit.id for hit in index.find(Query(q="cook", day=("thu",))).hits]
    assert "Every Wednesday, 2pm to 4pm" in cast.stella.get("/review").text


def test_changing_an_answer_after_the_dates_were_shown_shows_them_again(cast: Cast):
    _shown, form = answer(cast, cast.ana)
    again = cast.ana.post(page(cast), form | {"days": "FR"})
    assert again.status_code == 200 and "Every Friday" in again.text and "Every Wednesday" in public(cast)
    assert cast.ana.post(page(cast), form | {"again": "yes"}).status_code == 200


@pytest.mark.parametrize(
    "answers,said",
    [
        ({"days": ["MO", "TH"]}, "Every Monday and Thursday, 6pm to 8pm"),
        ({"every": "2 weeks"}, "Every 2 weeks on Thursday, 6pm to 8pm"),
        ({"every": "1", "days": "MO"}, "First Monday of the month, 6pm to 8pm"),
        ({"every": "-1"}, "Last Thursday of the month, 6pm to 8pm"),
        ({"terms": "no"}, "Every Thursday, 6pm to 8pm, in school term time only"),
        ({"holidays": "no"}, "Every Thursday, 6pm to 8pm, not on bank holidays"),
        ({"opens": "", "closes": ""}, "Every Thursday"),
    ],
)
def test_days_and_hours_as_people_say_them(cast: Cast, answers: dict[str, str], said: str):
    _shown, form = answer(cast, cast.ana, **answers)
    assert form["seen"] == said and cast.ana.post(page(cast), form).status_code == 303
    assert said in public(cast)
    again = asked_of(values_of(cast.service)["times"][times(cast)])
    wanted = {**ANSWERS, "opens": "18:00"} | answers
    assert again and (again["every"], again["terms"], again["holidays"]) == (
        wanted["every"], wanted["terms"], wanted["holidays"],
    )  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"days": ""},
        {"opens": "soon"},
        {"closes": "26:00"},
        {"opens": "", "closes": "4pm"},
        {"closes": "6pm"},
        {"every": "never"},
    ],
)
def test_a_mistake_is_told_and_the_answers_stay(cast: Cast, wrong: dict[str, str]):
    said = cast.ana.post(page(cast), {**ANSWERS, **wrong, "print": "x"})
    assert said.status_code == 422 and "There is a problem" in said.text
    assert all(value in said.text for value in wrong.values() if value != "never") and "Every Wednesday" in public(cast)


def test_the_second_of_two_sees_what_the_first_has_saved(cast: Cast):
    _shown, late = answer(cast, cast.ben, days="FR")
    _shown, form = answer(cast, cast.ana)
    cast.ana.post(page(cast), form)
    said = cast.ben.post(page(cast), late)
    assert said.status_code == 409 and "Every Thursday, 6pm to 8pm" in said.text and "Every Friday" in said.text
    assert "Every Thursday" in public(cast)
    again = cast.ben.post(page(cast), late | {"print": value_of(said.text, "print")})
    assert again.status_code == 303 and "Every Friday" in public(cast)


def test_a_pattern_these_questions_cannot_say_is_left_to_be_called_off_only(cast: Cast):
    schedule = cast.service.all_schedules()[0]
    schedule.freq, schedule.byday, schedule.bymonthday = "MONTHLY", None, "15"
    changed(cast.service)
    assert asked_of(pattern_of(cast.service.all_schedules()[0])) is None
    assert cast.ana.get(page(cast)).status_code == 404 and "Change" not in cast.ana.get(f"{cast.page}/dates").text
    assert cast.ana.post(f"{cast.page}/dates/cancel", {"times": times(cast), "day": "2026-12-15"}).status_code == 303


def test_what_these_questions_do_not_ask_about_stays(cast: Cast):
    schedule = cast.service.all_schedules()[0]
    schedule.except_dates, schedule.notes = ["2026-12-24"], "Side door"
    changed(cast.service)
    before = pattern_of(cast.service.all_schedules()[0])
    _shown, form = answer(cast, cast.ana)
    cast.ana.post(page(cast), form)
    now = cast.service.all_schedules()[0]
    assert now.except_dates == ["2026-12-24"] and now.notes == "Side door" and now.opens_at == time(18)
    assert pattern_of(now)["dtstart"] == before["dtstart"]


def test_times_come_back_with_an_earlier_version(cast: Cast):
    cast.change(cast.stella, "minimum_age", "16")
    number, before = revisions.newest().number, values_of(cast.service)["times"]
    _shown, form = answer(cast, cast.ana)
    cast.ana.post(page(cast), form)
    address = f"/review/{cast.service_id}/version/{number}"
    cast.stella.post(address, {"newest": value_of(cast.stella.get(address).text, "newest")})
    assert values_of(cast.service)["times"] == before and "Every Wednesday, 2pm to 4pm" in public(cast)


def test_every_second_week_begins_now_where_nobody_has_said_when(cast: Cast):
    changed(cast.service, service_at_locations=[], schedules=[a_schedule(dtstart=None)])
    shown, form = answer(cast, cast.ana, days="WE", every="2 weeks")
    assert "Every 2 weeks on Wednesday" in shown.text and "No date follows" not in shown.text
    assert cast.ana.post(page(cast), form).status_code == 303
    assert "Wednesday 9 December" in cast.ana.get(f"{cast.page}/dates").text and "2 December" not in public(cast)


def test_a_correction_to_every_second_week_has_dates_once_it_is_approved(cast: Cast):
    live = {"a": pattern_of(a_schedule(dtstart=None))}
    asked = {"a": live["a"] | {"dtstart": "2026-11-25", "interval": 2}}
    assert corrected(live, asked, live)["a"]["dtstart"] == "2026-11-25"
    moved = {"a": live["a"] | {"dtstart": "2026-11-18"}}
    assert corrected(moved, {"a": live["a"] | {"byday": "FR"}}, live)["a"] == moved["a"] | {"byday": "FR"}


def test_another_offers_times_are_not_found(cast: Cast):
    other = a_schedule()
    assert cast.cleo.get(page(cast)).status_code == 404 and other.id is None
    assert cast.ana.get(f"{cast.page}/times/{cast.service_id}").status_code == 404
    assert cast.cleo.post(f"{cast.page}/dates/cancel", {"times": times(cast), "day": "2026-12-02"}).status_code == 404
