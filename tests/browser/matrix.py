"""What the page gate walks through: states of pages, in every contrast, text size and language, on two widths.

`walk` is that of `make test`: on pages for visitors every two values of different axes meet at least once in the PROVEN
languages, the other languages take turns at them, and each page behind a sign-in stands in one row, in which every two
of the other values meet in turn. `every` is that of `make test-full`: every combination.
"""

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.browser.stage import (
    BACK,
    BEGUN,
    HALL,
    KEPT,
    OFFERED,
    ORGANIZATION,
    REPORTED,
    TEAM_LIST,
    TIMES,
    TOUCHED,
    WAVE,
)

CONTRASTS = ("standard", "dark", "high")
SIZES = ("standard", "large", "largest")
WIDTHS = (320, 1280)  # pixels
FACET = ".facet a:not([aria-current])"


def unfold(page: Page) -> None:
    """Everything that folds stands open."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")


def swap(page: Page) -> None:
    """A filter is chosen and htmx has put the new results in, said once."""
    unfold(page)
    page.evaluate("gate.watch()")
    settles(page, lambda: page.locator(FACET).first.press("Enter"))


def settles(page: Page, act: Callable[[], object]) -> None:
    """Acts, and waits until htmx has put in what came of it."""
    page.evaluate(
        "void (window.settled = new Promise(done => addEventListener('htmx:afterSettle', done, {once: true})))"
    )
    act()
    page.evaluate("window.settled.then(() => true)")


def swap_and_back(page: Page) -> None:
    """A filter is chosen and taken back with the browser's Back."""
    unfold(page)
    settles(page, lambda: page.locator(FACET).first.press("Enter"))
    settles(page, page.go_back)
    page.locator(".chips").wait_for(state="detached")


def send_what_no_form_sends(page: Page) -> None:
    """A choice of display that does not exist."""
    page.evaluate(
        """() => {
          const form = document.createElement("form");
          Object.assign(form, {action: location.pathname + "preferences", method: "post"});
          form.innerHTML = '<input name="size" value="odd">';
          document.body.append(form);
          form.submit();
        }"""
    )
    page.wait_for_url("**/preferences")


def send_nothing(action: str) -> Callable[[Page], None]:
    """A form is sent with nothing in it."""

    def send(page: Page) -> None:
        page.locator(f'form[action$="{action}"] .nhsuk-button').click()
        page.locator(".nhsuk-error-summary").wait_for()

    return send


def empty(field: str, form: str = "form") -> Callable[[Page], None]:
    """A question is answered with nothing."""

    def send(page: Page) -> None:
        page.locator(f"#{field}").fill("")
        page.locator(f"main {form} .nhsuk-button").first.click()
        page.locator(".nhsuk-error-summary").wait_for()

    return send


def send_to(address: str) -> Callable[[Page], None]:
    """A list is sent to somebody while whoever sends it for us is away."""

    def send(page: Page) -> None:
        page.locator("#email").fill(address)
        page.locator('form[action$="/send/email"] .nhsuk-button').click()
        page.locator(".notice--stale").wait_for()

    return send


def forget_who(page: Page) -> None:
    """The session has ended."""
    page.context.clear_cookies(name="signed-in")


def forget_proof(page: Page) -> None:
    """The form belongs to an earlier session."""
    page.evaluate("document.querySelectorAll('[name=csrf]').forEach(one => { one.value = 'old' })")


def send_after(action: str, happens: Callable[[Page], None]) -> Callable[[Page], None]:
    """Something happens while a form is filled in, and then it is sent."""

    def send(page: Page) -> None:
        page.get_by_role("textbox").first.fill("Bea")
        happens(page)
        page.locator(f'form[action$="{action}"] .nhsuk-button').click()
        page.locator('form[action$="/people"] [name=name][type=hidden]').wait_for(state="attached")

    return send


def late(page: Page) -> None:
    """An answer is saved that was made from other words than there are now."""
    page.locator("main [name=print]").first.evaluate("field => { field.value = 'other' }")
    page.locator("main form .nhsuk-button").first.click()
    page.locator(".notice--stale").wait_for()


def phone_nobody(page: Page) -> None:
    """A steward does not say whom they have phoned."""
    page.locator('form[action*="/review/calls/"] .nhsuk-button').click()
    page.locator(".nhsuk-error-message").wait_for()


def too_late(page: Page) -> None:
    """Something has changed between opening a reminder and tapping its button."""
    page.locator("main [name^=print-]").first.evaluate("field => { field.value = 'other' }")
    page.locator("main form .nhsuk-button").first.click()
    page.locator(".notice--stale[role=alert]").wait_for()


def explained(page: Page) -> None:
    """A search is taken apart."""
    page.locator("#q").fill("cooking")
    page.locator("main form .nhsuk-button").first.click()
    page.locator("main ol").wait_for()


def show_dates(page: Page) -> None:
    """The next dates are shown back."""
    page.locator("[name=again]").click()
    page.locator("[name=seen]").wait_for(state="attached")


def send_again(page: Page) -> None:
    """A session with nothing said of it."""
    page.locator("[name=again]").click()
    page.locator(".nhsuk-error-summary").wait_for()


def choose_a_hall(page: Page) -> None:
    """A place that the group has, shown back."""
    page.locator("[name=where]").first.check()
    page.locator("[name=again]").click()
    page.locator("[name=seen]").wait_for(state="attached")


def move_to_ladywell(page: Page) -> None:
    """A session moves on a Monday, and what that means is shown back."""
    page.locator("[name=day]").fill("2026-11-30")
    page.locator("[name=where][value=new]").check()
    page.locator("[name=name]").fill("Medlar Hall")
    page.locator("[name=postcode]").fill("SE13 7HE")
    page.locator("[name=again]").click()
    page.locator("[name=seen]").wait_for(state="attached")


def wrong_ages(page: Page) -> None:
    """The youngest is older than the oldest."""
    page.locator("#minimum_age").fill("60")
    page.locator("#maximum_age").fill("18")
    page.locator("main form .nhsuk-button").first.click()
    page.locator(".nhsuk-error-summary").wait_for()


def late_task(page: Page) -> None:
    """A task is saved that was made from other answers than there are now."""
    page.locator("#fees_description").fill("50")
    late(page)


@dataclass(frozen=True)
class State:
    """A page as somebody meets it: where it is, what was done there, and on which site ("stage" or "gone").

    `who` is signed in there, one of stage.PEOPLE; nobody when it is empty.
    """

    path: str
    act: Callable[[Page], None] | None = None
    site: str = "stage"
    status: int = 200
    who: str = ""


# Every template, and every swap, error and empty state of it. {offer} and the like are filled in from links.
STATES = {
    "home": State("/"),
    "home, all unfolded": State("/", unfold),
    "results": State("/search?q=cooking"),
    "results near a place": State("/search?q=walk&near=SE6+4RU"),
    "results with filters": State("/search?borough=lewisham&cost=free&format=in-person&sort=soonest"),
    "facets open": State("/search?near=SE6+4RU", unfold),
    "second page": State("/search?page=2"),
    "after a swap": State("/search", swap),
    "after Back": State("/search", swap_and_back),
    "nothing found": State("/search?q=zzzzqqqq&near=SE6+4RU&within=1&cost=free"),
    "nothing found, no way out": State("/search?q=zzzzqqqq"),
    "a misspelling": State("/search?q=depresion"),
    "a crisis phrase": State("/search?q=suicidal"),
    "outside the area": State("/search?near=M1+1AE"),
    "offer": State("/offers/the-open"),
    "offer, sample": State("{sample}"),
    "offer, paused": State("/offers/the-paused"),
    "offer, ended": State("/offers/the-ended"),
    "offer, stale": State("/offers/the-stale"),
    "offer, address not public": State("/offers/the-hidden"),
    "offer, few facts": State("/offers/the-bare"),
    "organisation": State("/organisations/stage-open"),
    "organisation, sample": State("{organisation}"),
    "place": State("{place}"),
    "results with a list": State("/search?q=kitchen&o=stage0,stage1&d=2026-11-01"),
    "signpost": State("/signpost"),
    "signpost, answered": State("/signpost?area=work&area=friends&near=SE12&language=es", unfold),
    "signpost, something missing": State("/signpost?area=medicines&area=home&near=CR0&day=today&o=stage0"),
    "list": State("/list?o=stage0,stage1,stage2,stage3,stage4,gone9&d=2026-09-01"),
    "list, empty": State("/list"),
    "handout": State("/list/handout?o=stage0,stage1,stage4"),
    "handout, easy and large": State("/list/handout?o=stage0,stage3&size=largest&easy=1"),
    "handout, discreet": State("/list/handout?o=stage0,stage4&discreet=1"),
    "handout, refused": State("/list/handout?o=mrcnp&discreet=1"),
    "this week": State("{place}/this-week"),
    "urgent help": State("/urgent-help"),
    "about": State("/about"),
    "privacy": State("/privacy"),
    "accessibility": State("/accessibility"),
    "sign in": State("/sign-in"),
    "sign in, a mistake": State("/sign-in", send_nothing("/sign-in")),
    "sign in, look at your e-mail": State("/sign-in/code"),
    "sign in, a link": State("/sign-in/link/stage-link"),
    "sign in, an old link": State("/sign-in/link/none", status=410),
    "sign in, a password": State("/sign-in/password"),
    "sign in, second step": State("/sign-in/second-step", who="half"),
    "second step set up": State("/account/second-step", who="partner"),
    "second step set up, a mistake": State("/account/second-step", send_nothing("/account/second-step"), who="partner"),
    "passkeys": State("/account/passkeys", who="partner"),
    "account": State("/account", who="partner"),
    "account, with everything": State("/account", who="steward"),
    "a new password": State("/account/password", who="partner"),
    "desk": State("/desk", who="partner"),
    "desk of a steward": State("/desk", who="steward"),
    "an offer to keep right": State(f"/desk/offers/{KEPT}", who="partner"),
    "an offer to keep right, just saved": State(f"/desk/offers/{KEPT}?done=waits", who="partner"),
    "change a sentence": State(f"/desk/offers/{KEPT}/change/summary", who="partner"),
    "change a sentence, a mistake": State(f"/desk/offers/{KEPT}/change/name", empty("name"), who="partner"),
    "change a sentence, a conflict": State(f"/desk/offers/{KEPT}/change/summary", late, who="partner"),
    "change kinds of help": State(f"/desk/offers/{KEPT}/change/categories", who="partner"),
    "change access": State(f"/desk/offers/{KEPT}/change/accessibility", who="partner"),
    "change phones": State(f"/desk/offers/{KEPT}/change/phones", who="partner"),
    "other languages": State(f"/desk/offers/{KEPT}/languages", who="partner"),
    "an offer in Spanish": State(f"/desk/offers/{KEPT}/languages/es", who="partner"),
    "an offer in Arabic, for a steward": State(f"/desk/offers/{KEPT}/languages/ar", who="steward"),
    "pause": State(f"/desk/offers/{KEPT}/pause", who="partner"),
    "close": State(f"/desk/offers/{KEPT}/close", who="partner"),
    "dates": State(f"/desk/offers/{KEPT}/dates", who="partner"),
    "days and times": State(f"/desk/offers/{KEPT}/times/{TIMES}", who="partner"),
    "days and times, shown back": State(f"/desk/offers/{KEPT}/times/{TIMES}", show_dates, who="partner"),
    "an offer in Spanish, a conflict": State(f"/desk/offers/{KEPT}/languages/es", late, who="partner"),
    "another session": State(f"/desk/offers/{KEPT}/session", who="partner"),
    "another session, a mistake": State(f"/desk/offers/{KEPT}/session", send_again, who="partner"),
    "another place": State(f"/desk/offers/{KEPT}/place", who="partner"),
    "another place, shown back": State(f"/desk/offers/{KEPT}/place", choose_a_hall, who="partner"),
    "a session moves": State(f"/desk/offers/{KEPT}/times/{TIMES}/move", who="partner"),
    "a session moves, shown back": State(f"/desk/offers/{KEPT}/times/{TIMES}/move", move_to_ladywell, who="partner"),
    "a session goes": State(f"/desk/offers/{KEPT}/times/{TIMES}/remove", who="partner"),
    "an address goes": State(f"/desk/offers/{KEPT}/places/{HALL}/hide", who="partner"),
    "new offer": State(f"/desk/new?group={ORGANIZATION}", who="partner"),
    "new offer, for which group": State("/desk/new", who="partner"),
    "new offer, like others": State(f"/desk/new?group={ORGANIZATION}&name=kitchen&near=SE6+4RU", who="partner"),
    "new offer, nothing like it": State(f"/desk/new?group={ORGANIZATION}&name=zzzzqqqq", who="partner"),
    "new offer, tasks": State(f"/desk/new/{BEGUN}", who="partner"),
    "new offer, sent back": State(f"/desk/new/{BACK}", who="partner"),
    "new offer, sent": State(f"/desk/new/{OFFERED}", who="partner"),
    "new offer, what it is": State(f"/desk/new/{BEGUN}/what", who="partner"),
    "new offer, who it is for": State(f"/desk/new/{BACK}/who", who="partner"),
    "new offer, ages the wrong way": State(f"/desk/new/{BACK}/who", wrong_ages, who="partner"),
    "new offer, when and where": State(f"/desk/new/{BACK}/where", who="partner"),
    "new offer, when and where, a conflict": State(f"/desk/new/{BACK}/join", late_task, who="partner"),
    "new offer, contact": State(f"/desk/new/{BEGUN}/contact", who="partner"),
    "new offer, check": State(f"/desk/new/{BACK}/check", who="partner"),
    "new offer, check, little said": State(f"/desk/new/{BEGUN}/check", who="partner"),
    "new offer, preview": State(f"/desk/new/{BACK}/preview", who="partner"),
    "new offer, delete": State(f"/desk/new/{BACK}/delete", who="partner"),
    "new offer, a steward checks": State(f"/desk/new/{OFFERED}/check", who="steward"),
    "history": State(f"/desk/offers/{TOUCHED}/history", who="steward"),
    "what was learned": State(f"/desk/offers/{KEPT}/learned", who="partner"),
    "what was learned, nothing": State(f"/desk/offers/{TOUCHED}/learned", who="partner"),
    "gaps": State("/review/gaps", who="steward"),
    "changes to check": State("/review", who="steward"),
    "check an offer": State(f"/review/{KEPT}", who="steward"),
    "check an offer, a mistake": State(f"/review/{KEPT}", send_nothing("/send-back"), who="steward"),
    "an earlier version": State(f"/review/{TOUCHED}/version/2", who="steward"),
    "groups to phone": State("/review/calls", unfold, who="steward"),
    "groups to phone, a mistake": State("/review/calls", phone_nobody, who="steward"),
    "what visitors report": State("/review/reports", who="steward"),
    "a report": State(f"/review/reports/{REPORTED}", who="steward"),
    "a report, a mistake": State(f"/review/reports/{REPORTED}", send_nothing(f"/reports/{REPORTED}"), who="steward"),
    "report something": State("/offers/the-open/report"),
    "report something, a mistake": State("/offers/the-open/report", send_nothing("/report")),
    "report something, sent": State("/offers/the-open/report?sent=yes"),
    "a reminder": State("{keep}"),
    "a reminder, one tap": State("{keep}?done=waits"),
    "a reminder, too late": State("{keep}", too_late),
    "a reminder, one offer": State("{keep}{kept}"),
    "a reminder, a correction": State("{keep}{kept}/change/phones"),
    "a reminder, a conflict": State("{keep}{kept}/change/summary", late),
    "a reminder, a pause": State("{keep}{kept}/pause"),
    "a reminder, an end": State("{keep}{kept}/close"),
    "a reminder, dates": State("{keep}{kept}/dates"),
    "a reminder, days and times": State("{keep}{kept}{times}", show_dates),
    "a reminder, an old link": State("/keep/none", status=410),
    "undo": State("{undo}"),
    "stop reminders": State("{stop}"),
    "send a list": State("/list/send?o=stage0,stage1", who="partner"),
    "send a list, a mistake": State("/list/send?o=stage0,stage1", send_nothing("/send/sms"), who="partner"),
    "send a list, nobody there": State(
        "/list/send?o=stage0,stage1", send_to("wellensittich@example.net"), who="partner"
    ),
    "lists of a team": State("/desk/lists", who="partner"),
    "lists of a team, none": State("/desk/lists", who="steward"),
    "a list of a team": State(f"/desk/lists/{TEAM_LIST}", who="partner"),
    "a list of a team, a mistake": State(
        f"/desk/lists/{TEAM_LIST}", empty("name", 'form[action$="/name"]'), who="partner"
    ),
    "keep a list": State("/desk/lists/keep?o=stage0,stage1", who="partner"),
    "keep a list, a mistake": State("/desk/lists/keep?o=stage0,stage1", send_nothing("/keep"), who="partner"),
    "words, places and crisis lines": State("/stewards", who="steward"),
    "words people type": State("/stewards/words?find=lonely", who="steward"),
    "crisis lines": State("/stewards/lines", who="steward"),
    "a crisis line that waits": State("/stewards/lines/samaritans", who="steward"),
    "a name": State("/stewards/terms/categories:cooking-and-food", who="steward"),
    "a place, a conflict": State("/stewards/places/catford", late, who="steward"),
    "an area of life": State("/stewards/areas/feelings", who="steward"),
    "new words, a mistake": State("/stewards/words/new", send_nothing("/words/new"), who="steward"),
    "a new name": State("/stewards/terms/new", who="steward"),
    "funding": State(f"/stewards/programmes/{WAVE}", who="steward"),
    "offers of a programme": State(f"/stewards/programmes/{WAVE}/offers?q=kitchen", who="steward"),
    "history of a crisis line": State("/stewards/lines/samaritans/history", who="steward"),
    "changed lately": State("/stewards/lines/history", who="steward"),
    "what languages lack": State("/stewards/languages?in=ar", who="steward"),
    "a search explained": State("/stewards/explain", explained, who="steward"),
    "logo": State(f"/desk/organisations/{ORGANIZATION}/logo", who="partner"),
    "check a logo": State(f"/review/logos/{ORGANIZATION}", who="steward"),
    "check a logo, a mistake": State(f"/review/logos/{ORGANIZATION}", send_nothing("/send-back"), who="steward"),
    "logo, a mistake": State(f"/desk/organisations/{ORGANIZATION}/logo", send_nothing("/logo"), who="partner"),
    "people": State("{people}", who="partner"),
    "people, a mistake": State("{people}", send_nothing("/people"), who="partner"),
    "signed out meanwhile": State("{people}", send_after("/people", forget_who), who="partner"),
    "send it once more": State("{people}", send_after("/people", forget_proof), who="partner"),
    "not found": State("/no/such/page", status=404),
    "not understood": State("/", send_what_no_form_sends),
    "database gone": State("/search?q=cooking", site="gone", status=503),
    "urgent help, database gone": State("/urgent-help", site="gone"),
}

Row = dict[str, object]
Axes = dict[str, Sequence[object]]
# In every run: ours, and one from right to left; longer words than ours are tried on every page (judge.py, lengthened).
PROVEN = ("en", "ar")
# Languages are those that the site speaks when the tests begin.
AXES: Axes = {"state": tuple(STATES), "language": ("en",), "size": SIZES, "contrast": CONTRASTS, "width": WIDTHS}


def languages(app: Flask) -> dict[str, str]:
    """{tag: "ltr" or "rtl"} of the languages of a site."""
    return {tag: one.direction for tag, one in app.extensions["languages"].items()}


def name(row: Row) -> str:
    """A row in words, for failures."""
    return "-".join(str(row[axis]) for axis in AXES)


def every(of: Axes) -> list[Row]:
    """Every combination."""
    return [dict(zip(of, values, strict=True)) for values in itertools.product(*of.values())]


def met(row: Row) -> set[frozenset[tuple[str, object]]]:
    """The pairs of values that meet in a row."""
    return {frozenset(pair) for pair in itertools.combinations(row.items(), 2)}


def walk(of: Axes) -> list[Row]:
    """The rows of `make test`; the same rows for the same axes."""
    proven = of | {"language": tuple(tag for tag in of["language"] if tag in PROVEN)}
    turns = [tag for tag in of["language"] if tag not in PROVEN]
    visited = tuple(name for name in of["state"] if not behind(str(name)))
    others = pairs({name: values for name, values in proven.items() if name != "state"})
    inside = [name for name in of["state"] if behind(str(name))]
    rows = pairs(proven | {"state": visited})
    for number, name in enumerate(visited if turns else ()):  # one that stands in a language twice lends it another
        its = [row for row in rows if row["state"] == name]
        languages, widths = (Counter(row[axis] for row in its) for axis in ("language", "width"))
        spare = max(its, key=lambda row: (languages[row["language"]] > 1, widths[row["width"]]))
        again, turn = divmod(number, len(turns))
        spare |= {"language": turns[turn], "width": of["width"][again % len(of["width"])]}
    return rows + [{"state": name, **others[number % len(others)]} for number, name in enumerate(inside)]


def each(tags: Iterable[str]) -> list[object]:
    """Languages as a test takes them: those that are not PROVEN only in `make test-full`."""
    return [tag if tag in PROVEN else pytest.param(tag, marks=pytest.mark.slow) for tag in tags]


def behind(state: str) -> bool:
    """Whether only somebody who has signed in, or has a letter, sees a state."""
    return bool(STATES[state].who) or STATES[state].path.startswith("{")


def pairs(of: Axes) -> list[Row]:
    """Few rows in which every two values of different axes meet; the same rows for the same axes.

    Greedy: the two longest axes are crossed, and each row takes for the others what meets the most new pairs.
    """
    names = sorted(of, key=lambda name: -len(of[name]))
    missing = set().union(*(met(row) for row in every(of)))
    rows = []
    for first in of[names[0]]:
        for second in of[names[1]]:
            row = {names[0]: first, names[1]: second}
            for name in names[2:]:
                row[name] = max(of[name], key=lambda value, row=row, name=name: len(met(row | {name: value}) & missing))
            missing -= met(row)
            rows.append(row)
    while missing:
        row = fitting(of, sorted(missing, key=lambda pair: sorted(map(repr, pair)))[0])
        missing -= met(row)
        rows.append(row)
    return rows


def fitting(of: Axes, pair: Iterable[tuple[str, object]]) -> Row:
    """A row in which that pair meets."""
    return {name: values[0] for name, values in of.items()} | dict(pair)
