"""Two minutes before a session ends unused the page says so once, and it goes on at the press of a button."""

from playwright.sync_api import Page

from tests.browser.stage import token


def signed_in(page: Page, site: str) -> None:
    """The desk of the steward, with a clock in our hands."""
    page.context.add_cookies([{"name": "signed-in", "value": token("steward"), "url": site}])
    page.clock.install()
    page.goto(f"{site}/account/password")


def test_the_warning_comes_two_minutes_before_and_goes(page: Page, stages):
    signed_in(page, stages["stage"])
    note = page.locator("#idle")
    seconds = int(note.get_attribute("data-seconds") or 0)
    assert seconds > 600
    page.get_by_label("New password").fill("half typed")
    page.clock.run_for((seconds - 125) * 1000)
    assert note.inner_text() == ""
    page.clock.run_for(10_000)
    note.get_by_text("You will be signed out in 2 minutes.").wait_for()
    with page.expect_response("**/account/stay") as answer:
        note.get_by_role("button", name="Stay signed in").click()
    assert answer.value.status == 200
    note.get_by_role("button").wait_for(state="detached")
    assert page.get_by_label("New password").input_value() == "half typed"
    assert page.evaluate("document.activeElement.id") == "idle-until", "the keyboard goes on where the button was"
    page.clock.run_for(1_900_000)
    note.get_by_role("button").wait_for()
