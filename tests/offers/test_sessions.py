"""The next sessions on the page and in the calendar file: right across summer time, holidays and school terms."""

import json
import re
from datetime import date, time
from zoneinfo import ZoneInfo

from icalendar import Calendar

from tests.makers import a_schedule, a_service

LONDON = ZoneInfo("Europe/London")


def sessions(client, service) -> list[str]:
    """The dates of the page's list, in order."""
    page = client.get(f"/offers/{service.slug}").text
    found = re.search(r'<ul class="sessions">(.*?)</ul>', page, re.DOTALL)
    return [item.strip() for item in re.findall(r"<li>(.*?)</li>", found[1], re.DOTALL)] if found else []


def linked(client, service) -> list[dict]:
    """The linked data of the page."""
    page = client.get(f"/offers/{service.slug}").text
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])["@graph"]


def events(client, service) -> list:
    """The events of the calendar file, read by a parser."""
    response = client.get(f"/offers/{service.slug}.ics")
    assert response.status_code == 200 and response.mimetype == "text/calendar"
    return Calendar.from_ical(response.data).walk("VEVENT")


def test_two_stays_two_when_the_clocks_change(client, app, clock):
    clock.set(2026, 3, 20, 10)
    service = a_service(schedules=[a_schedule(byday="SU")])
    assert sessions(client, service)[:2] == ["Sunday 22 March, 2pm to 4pm", "Sunday 29 March, 2pm to 4pm"]
    starts = [one["startDate"] for one in linked(client, service) if one["@type"] == "Event"]
    assert starts[:2] == ["2026-03-22T14:00:00+00:00", "2026-03-29T14:00:00+01:00"]
    found = [one.decoded("dtstart") for one in events(client, service)][:2]
    assert [(one.hour, one.utcoffset().total_seconds()) for one in found] == [(14, 0), (14, 3600)]


def test_a_bank_holiday_is_to_be_checked_unless_they_told_us(client, app, clock):
    clock.set(2026, 12, 20, 10)
    unsaid = a_service(schedules=[a_schedule(byday="FR")])
    assert sessions(client, unsaid)[0] == "Friday 25 December, 2pm to 4pm, check first: bank holiday"
    assert "bank holiday" in str(events(client, unsaid)[0]["description"])
    closed = a_service(schedules=[a_schedule(byday="FR", on_bank_holidays=False)])
    assert sessions(client, closed)[0] == "Friday 8 January, 2pm to 4pm"
    assert events(client, closed)[0].decoded("dtstart").date() == date(2027, 1, 8)


def test_a_group_of_the_school_term_rests_between_terms(client, app, clock):
    clock.set(2026, 12, 14, 10)
    service = a_service(schedules=[a_schedule(term_time_only=True)])
    assert sessions(client, service)[:2] == ["Wednesday 16 December, 2pm to 4pm", "Wednesday 6 January, 2pm to 4pm"]


def test_a_session_going_on_still_counts_and_one_over_does_not(client, app, clock):
    service = a_service()
    clock.set(2026, 11, 25, 15, 59)
    assert sessions(client, service)[0] == "Today, 2pm to 4pm"
    clock.set(2026, 11, 25, 16, 0)
    assert sessions(client, service)[0] == "Wednesday 2 December, 2pm to 4pm"


def test_four_are_shown_and_twelve_go_into_the_calendar(client, app):
    service = a_service(schedules=[a_schedule(), a_schedule(byday="FR", opens_at=None, closes_at=None)])
    assert len(sessions(client, service)) == 4
    found = events(client, service)
    assert len(found) == 12
    assert found[1].decoded("dtstart") == date(2026, 11, 27), "without hours it is a whole day"


def test_the_calendar_file_is_the_same_when_taken_again(client, app, clock):
    service = a_service(name="Tea, cake; and \\ company", schedules=[a_schedule(byday="TH")])
    first = client.get(f"/offers/{service.slug}.ics")
    assert first.headers["Content-Disposition"] == f'attachment; filename="{service.slug}.ics"'
    assert b"BEGIN:VTIMEZONE" in first.data and b"DTSTART;TZID=Europe/London:20261126T140000" in first.data
    assert str(events(client, service)[0]["summary"]) == "Tea, cake; and \\ company"
    assert client.get(f"/offers/{service.slug}.ics").data == first.data
    assert b"DTSTAMP:20261025T090000Z" in first.data, "when the details were last changed, not when they were asked for"
    before = [str(one["uid"]) for one in events(client, service)]
    clock.move(days=7)
    after = [str(one["uid"]) for one in events(client, service)]
    assert after[:11] == before[1:] and len({*before, *after}) == 13


def test_the_place_and_the_way_back_are_in_the_calendar(client, app):
    found = events(client, a_service())[0]
    assert str(found["location"]).endswith("1 Rushey Green, London, SE6 4RU")
    assert str(found["url"]).startswith("http://localhost/offers/")


def test_a_pause_moves_the_calendar_to_the_return(client, app):
    paused = {"status": "temporarily closed"}
    back = a_service(**paused, paused_until=date(2026, 12, 14))
    assert events(client, back)[0].decoded("dtstart").date() == date(2026, 12, 16)
    for_good = a_service(**paused)
    assert client.get(f"/offers/{for_good.slug}.ics").status_code == 404


def test_what_is_known_is_said_when_no_date_is(client, app):
    over = a_service(schedules=[a_schedule(freq=None, byday=None, dtstart=date(2026, 10, 1))])
    assert "The last date we know of has passed" in client.page(f"/offers/{over.slug}").words()
    far = a_service(schedules=[a_schedule(dtstart=date(2027, 6, 2), opens_at=time(10))])
    said = client.page(f"/offers/{far.slug}").words()
    assert "No date is known for the next 2 months" in said and "from Wednesday 2 June" in said
    assert "No date" not in client.page(f"/offers/{a_service(schedules=[]).slug}").words()


def test_more_dates_are_a_link_away(client, app):
    service = a_service()
    path = f"/offers/{service.slug}"
    assert f"{path}?sessions=12" in client.page(path).links and "Next 4 dates" in client.page(path).words()
    page = client.get(f"{path}?sessions=12")
    assert page.text.count("<li") - client.get(path).text.count("<li") == 8 - 1, "12 dates, and no link to more"
    part = client.get(f"{path}?sessions=12", headers={"HX-Request": "true", "HX-Target": "sessions"}).text
    assert "<html" not in part and part.count(", 2pm to 4pm") == 12
    for odd in ("", "4", "13", "999999", "x"):
        assert client.get(f"{path}?sessions={odd}").text.count(", 2pm to 4pm</li>") == 4


def test_no_more_dates_are_promised_than_there_are(client, app):
    few = a_service(schedules=[a_schedule(until=date(2026, 12, 9))])
    assert f"/offers/{few.slug}?sessions=12" not in client.page(f"/offers/{few.slug}").links
    monthly = a_service(schedules=[a_schedule(freq="MONTHLY", byday="1WE")])
    assert f"/offers/{monthly.slug}?sessions=12" in client.page(f"/offers/{monthly.slug}").links
    ended = a_service(status="inactive", ended_on=date(2026, 11, 1))
    assert "Show more dates" not in client.page(f"/offers/{ended.slug}?sessions=12").words()
