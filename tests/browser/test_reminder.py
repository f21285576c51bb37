"""The link of a reminder on a phone, with JavaScript and without: one tap, and the public page has the new date."""

from datetime import date

import pytest
from sqlalchemy import select

from directory import editors
from directory.db import db
from directory.models import Service
from tests.browser.judge import ready, resize
from tests.browser.stage import listening
from tests.makers import a_service, an_organization, changed
from tests.people import a_partner

OLD = date(2026, 8, 1)


@pytest.fixture(scope="module")
def due(sites):
    """A site with an offer that has to be confirmed: its application, its address, and the path of Ana's link."""
    app = sites.make("words")
    with app.app_context():
        group = an_organization(name="Good Neighbours")
        ana = a_partner(group, name="Ana")
        a_service(organization=group, name="Cook together", slug="cook-together", assured_date=OLD)
        token = editors.token("keep", group.id, editors.Editor(ana.id, ana.name, ana.email))
    with listening(app) as address:
        yield app, address, f"/keep/{token}"


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_one_tap_on_a_phone(browser, due, scripts):
    app, address, link = due
    with app.app_context():
        changed(db.session.scalars(select(Service)).one(), assured_date=OLD)
    context = ready(browser.new_context(locale="en-GB", java_script_enabled=scripts))
    page = context.new_page()
    resize(page, 320)
    page.goto(f"{address}/offers/cook-together")
    assert page.get_by_text("1 August").count() and not page.get_by_text("25 November 2026").count()
    page.goto(address + link)
    button = page.get_by_role("button", name="Yes, it is all still right").first
    box = button.bounding_box()
    assert box and box["y"] + box["height"] <= 640, "in the first screen"
    with page.expect_navigation():
        button.click()
    assert page.get_by_role("status").filter(has_text="Everything is confirmed today").count()
    page.goto(f"{address}/offers/cook-together")
    assert page.get_by_text("25 November 2026, today").count() and context.cookies() == []
    context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_a_visitor_reports_something_on_a_phone(browser, due, scripts):
    _app, address, _link = due
    context = ready(browser.new_context(locale="en-GB", java_script_enabled=scripts))
    page = context.new_page()
    resize(page, 320)
    page.goto(f"{address}/offers/cook-together")
    with page.expect_navigation():
        page.get_by_role("link", name="Tell us something is wrong").click()
    page.get_by_label("The day or time is wrong").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Send").click()
    assert page.get_by_role("heading", name="Thank you").count() and context.cookies() == []
    context.close()
