"""The access matrix: every route x method x who asks x the state of what is asked for, made from app.url_map.

A route that stands in no row fails, and so does a row without a route. Rows say what each kind of person gets:
"ok" (the page, or what was asked for is done), "in" (led to sign in), "step" (led to the second step), "404", "405".
"""

import itertools
from collections.abc import Sequence
from urllib.parse import quote
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from directory import clock, pictures, revisions
from directory.db import db
from directory.listings.actions import confirm
from directory.models import (
    Attempt,
    CrisisProposal,
    Draft,
    LogoProposal,
    Membership,
    Picture,
    Report,
    Service,
    SignedIn,
    TeamList,
    User,
)
from directory.web.access import may
from tests.makers import PART, a_draft, a_programme, a_service, an_organization, saved
from tests.people import Somebody, a_partner, a_steward, an_admin, at
from tests.routes import address as filled
from tests.routes import is_public, values

WHO = ("visitor", "partner", "other", "suspended", "expired", "half", "steward", "elsewhere", "everywhere", "admin")
OUTSIDE = {"visitor": "in", "suspended": "in", "expired": "in", "half": "step"}
INSIDE = tuple(who for who in WHO if who not in OUTSIDE)
EVERYBODY = dict.fromkeys(WHO, "ok")
SIGNED_IN = OUTSIDE | dict.fromkeys(INSIDE, "ok")
# A half session may take the second step, and sign out.
HALF = SIGNED_IN | {"half": "ok"}
PARTNERS = SIGNED_IN | dict.fromkeys(INSIDE, "404") | {"partner": "ok", "other": "ok"}
THEIRS = SIGNED_IN | {"other": "404", "elsewhere": "404"}
STEWARDS = THEIRS | {"partner": "404"}
STAFF = SIGNED_IN | {"partner": "404", "other": "404"}
# A programme of Lewisham: its stewards, those of every borough, and admins.
FAR = STAFF | {"elsewhere": "404"}
KIND = "<any(terms, words, places, areas, lines, programmes):kind>"
NOBODY = OUTSIDE | dict.fromkeys(INSIDE, "404")
DRAFT = "80000000-0000-4000-8000-000000000000"
STATES = ("open", "paused", "ended")

# Behind a door: (route, method): what each kind of person gets.
DOORS = {
    ("/desk", "GET"): SIGNED_IN,
    ("/desk/offers/<uuid:service_id>/confirm", "POST"): THEIRS,
    ("/desk/offers/<uuid:service_id>", "GET"): THEIRS,
    ("/desk/offers/<uuid:service_id>/change/<field>", "GET"): THEIRS,
    ("/desk/offers/<uuid:service_id>/change/<field>", "POST"): THEIRS,
    ("/desk/offers/<uuid:service_id>/<any(pause, close, full):act>", "GET"): THEIRS,
    ("/desk/offers/<uuid:service_id>/<any(pause, close, full):act>", "POST"): THEIRS,
    ("/desk/offers/<uuid:service_id>/reopen", "POST"): THEIRS,
    ("/desk/offers/<uuid:service_id>/taking", "POST"): THEIRS,
    ("/desk/offers/<uuid:service_id>/withdraw/<field>", "POST"): THEIRS,
    ("/desk/offers/<uuid:service_id>/dates", "GET"): THEIRS,
    ("/desk/offers/<uuid:service_id>/dates/<any(cancel, restore):act>", "POST"): THEIRS,
    ("/desk/offers/<uuid:service_id>/times/<uuid:schedule_id>", "GET"): THEIRS,
    ("/desk/offers/<uuid:service_id>/times/<uuid:schedule_id>", "POST"): THEIRS,
    ("/desk/offers/<uuid:service_id>/history", "GET"): THEIRS,
    ("/desk/offers/<uuid:service_id>/learned", "GET"): THEIRS,
    ("/desk/offers/<uuid:service_id>/languages", "GET"): THEIRS,
    ("/desk/offers/<uuid:service_id>/languages/<code>", "GET"): THEIRS,
    ("/desk/offers/<uuid:service_id>/languages/<code>", "POST"): THEIRS,
    ("/review/gaps", "GET"): STAFF,
    ("/desk/offers/<uuid:service_id>/session", "GET"): THEIRS,
    ("/desk/offers/<uuid:service_id>/session", "POST"): THEIRS,
    ("/desk/offers/<uuid:service_id>/place", "GET"): THEIRS,
    ("/desk/offers/<uuid:service_id>/place", "POST"): THEIRS,
    ("/desk/offers/<uuid:service_id>/times/<uuid:schedule_id>/move", "GET"): THEIRS,
    ("/desk/offers/<uuid:service_id>/times/<uuid:schedule_id>/move", "POST"): THEIRS,
    ("/desk/offers/<uuid:service_id>/times/<uuid:part_id>/remove", "GET"): THEIRS,
    ("/desk/offers/<uuid:service_id>/times/<uuid:part_id>/remove", "POST"): THEIRS,
    ("/desk/offers/<uuid:service_id>/places/<uuid:venue_id>/hide", "GET"): THEIRS,
    ("/desk/offers/<uuid:service_id>/places/<uuid:venue_id>/hide", "POST"): THEIRS,
    ("/desk/new", "GET"): THEIRS,
    ("/desk/new", "POST"): THEIRS,
    ("/desk/new/<uuid:draft_id>", "GET"): THEIRS,
    ("/desk/new/<uuid:draft_id>/<any(what, who, where, join, contact):task>", "GET"): THEIRS,
    ("/desk/new/<uuid:draft_id>/<any(what, who, where, join, contact):task>", "POST"): THEIRS,
    ("/desk/new/<uuid:draft_id>/session", "GET"): THEIRS,
    ("/desk/new/<uuid:draft_id>/session", "POST"): THEIRS,
    ("/desk/new/<uuid:draft_id>/place", "GET"): THEIRS,
    ("/desk/new/<uuid:draft_id>/place", "POST"): THEIRS,
    ("/desk/new/<uuid:draft_id>/sessions/<uuid:part_id>/remove", "GET"): THEIRS,
    ("/desk/new/<uuid:draft_id>/sessions/<uuid:part_id>/remove", "POST"): THEIRS,
    ("/desk/new/<uuid:draft_id>/check", "GET"): THEIRS,
    ("/desk/new/<uuid:draft_id>/preview", "GET"): THEIRS,
    ("/desk/new/<uuid:draft_id>/send", "POST"): THEIRS,
    ("/desk/new/<uuid:draft_id>/delete", "GET"): THEIRS,
    ("/desk/new/<uuid:draft_id>/delete", "POST"): THEIRS,
    ("/review/new/<uuid:draft_id>/approve", "POST"): STEWARDS,
    ("/review/new/<uuid:draft_id>/send-back", "POST"): STEWARDS,
    ("/review", "GET"): STAFF,
    ("/review/<uuid:service_id>", "GET"): STEWARDS,
    ("/review/<uuid:service_id>/approve", "POST"): STEWARDS,
    ("/review/<uuid:service_id>/approve/<field>", "POST"): STEWARDS,
    ("/review/<uuid:service_id>/send-back", "POST"): STEWARDS,
    ("/review/<uuid:service_id>/seen/<int:number>", "POST"): STEWARDS,
    ("/review/<uuid:service_id>/version/<int:number>", "GET"): STEWARDS,
    ("/review/<uuid:service_id>/version/<int:number>", "POST"): STEWARDS,
    ("/review/calls", "GET"): STAFF,
    ("/review/calls/<uuid:organization_id>", "POST"): STEWARDS,
    ("/review/reports", "GET"): STAFF,
    ("/review/reports/<uuid:report_id>", "GET"): STEWARDS,
    ("/review/reports/<uuid:report_id>", "POST"): STEWARDS,
    ("/desk/organisations/<uuid:organization_id>/people", "GET"): THEIRS,
    ("/desk/organisations/<uuid:organization_id>/people", "POST"): THEIRS,
    ("/desk/organisations/<uuid:organization_id>/people/<uuid:user_id>/remove", "POST"): THEIRS,
    ("/list/send", "GET"): NOBODY,  # without a key; tests/signposting/test_send.py asks with one
    ("/list/send/<any(email, sms):way>", "POST"): NOBODY,
    ("/desk/lists", "GET"): SIGNED_IN,
    ("/desk/lists/keep", "GET"): SIGNED_IN,
    ("/desk/lists/keep", "POST"): SIGNED_IN,
    ("/desk/lists/<uuid:list_id>", "GET"): NOBODY | {"partner": "ok"},
    ("/desk/lists/<uuid:list_id>/offers", "POST"): NOBODY | {"partner": "ok"},
    ("/desk/lists/<uuid:list_id>/name", "POST"): NOBODY | {"partner": "ok"},
    ("/desk/lists/<uuid:list_id>/looked", "POST"): NOBODY | {"partner": "ok"},
    ("/desk/lists/<uuid:list_id>/remove", "POST"): NOBODY | {"partner": "ok"},
    ("/stewards", "GET"): STAFF,
    (f"/stewards/{KIND}", "GET"): STAFF,
    ("/stewards/languages", "GET"): STAFF,
    (f"/stewards/{KIND}/history", "GET"): STAFF,
    (f"/stewards/{KIND}/new", "GET"): STAFF,
    (f"/stewards/{KIND}/new", "POST"): STAFF,
    (f"/stewards/{KIND}/<key>", "GET"): FAR,
    (f"/stewards/{KIND}/<key>", "POST"): FAR,
    (f"/stewards/{KIND}/<key>/retire", "POST"): FAR,
    (f"/stewards/{KIND}/<key>/history", "GET"): FAR,
    (f"/stewards/{KIND}/<key>/version/<int:number>", "POST"): FAR,
    ("/stewards/lines/<key>/<any(confirm, refuse):decision>", "POST"): STAFF,
    ("/stewards/programmes/<key>/offers", "GET"): FAR,
    ("/stewards/programmes/<key>/offers", "POST"): FAR,
    ("/stewards/explain", "GET"): STAFF,
    ("/stewards/explain", "POST"): STAFF,
    ("/desk/organisations/<uuid:organization_id>/logo", "GET"): THEIRS,
    ("/desk/organisations/<uuid:organization_id>/logo", "POST"): THEIRS,
    ("/desk/organisations/<uuid:organization_id>/logo/remove", "POST"): THEIRS,
    ("/desk/organisations/<uuid:organization_id>/logo/waiting.webp", "GET"): THEIRS,
    ("/review/logos/<uuid:organization_id>", "GET"): STEWARDS,
    ("/review/logos/<uuid:organization_id>/approve", "POST"): STEWARDS,
    ("/review/logos/<uuid:organization_id>/send-back", "POST"): STEWARDS,
    ("/account", "GET"): SIGNED_IN,
    ("/account/sessions/<uuid:session_id>/end", "POST"): NOBODY | {"partner": "ok"},
    ("/account/sessions/end-others", "POST"): SIGNED_IN,
    ("/account/stay", "POST"): SIGNED_IN,
    ("/account/second-step", "GET"): HALF,
    ("/account/second-step", "POST"): HALF,
    ("/account/second-step/off", "POST"): PARTNERS,
    ("/account/recovery-codes", "POST"): NOBODY,
    ("/account/passkeys", "GET"): HALF,
    ("/account/passkeys", "POST"): HALF,
    ("/account/passkeys/<credential>/remove", "POST"): NOBODY,
    ("/sign-in/passkey", "POST"): HALF,
    ("/account/password", "GET"): SIGNED_IN,
    ("/account/password", "POST"): SIGNED_IN,
    ("/account/password/remove", "POST"): SIGNED_IN,
    ("/sign-in/second-step", "GET"): HALF,
    ("/sign-in/second-step", "POST"): HALF,
    ("/sign-out", "POST"): HALF,
}
# For everybody: the same for whoever asks.
OPEN = {
    "GET": """/ /search /search/suggest /places/<slug> /places/<slug>/this-week /offers/<slug> /offers/<slug>.ics
        /o/<code> /organisations/<slug> /logos/<name>.webp /signpost /list /list/handout /list/handout.pdf
        /list/dates.ics /urgent-help /exit /about /privacy /accessibility /robots.txt /sitemap.xml /health
        /sign-in /sign-in/code /sign-in/link/<token> /sign-in/password
        /offers/<slug>/report /undo/<token> /reminders/<token> /keep/<token> /keep/<token>/offers/<uuid:service_id>
        /keep/<token>/offers/<uuid:service_id>/change/<field>
        /keep/<token>/offers/<uuid:service_id>/<any(pause,close):act> /keep/<token>/offers/<uuid:service_id>/dates
        /keep/<token>/offers/<uuid:service_id>/times/<uuid:schedule_id>""".split(),
    "POST": """/preferences /sign-in /sign-in/code /sign-in/link/<token> /sign-in/password
        /offers/<slug>/report /undo/<token> /reminders/<token> /keep/<token>/confirm
        /keep/<token>/offers/<uuid:service_id>/change/<field>
        /keep/<token>/offers/<uuid:service_id>/<any(pause,close):act>
        /keep/<token>/offers/<uuid:service_id>/dates/cancel
        /keep/<token>/offers/<uuid:service_id>/times/<uuid:schedule_id>""".split(),
}
FORMS = {
    "/desk/organisations/<uuid:organization_id>/people": {"name": "New", "email": "new@example.org"},
    "/account/password": {"password": "Teekanne wandert bergauf"},
}
# What a form is answered with when what was typed in it is wrong: whoever got that far was let in.
ANSWERS = {"ok": (200, 204, 302, 303, 308, 409, 410, 422), "404": (404,), "405": (405,)}
REFUSED = (400, 403, 404, 405)


def listed(app: Flask) -> set[tuple[str, str]]:
    """Every route of the site with each method it answers."""
    return {
        (rule.rule, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def holes(app: Flask) -> set[tuple[str, str]]:
    """Routes in no row of the matrix, rows without a route, and routes whose door is not as the matrix says."""
    rows = set(DOORS) | {(route, method) for method, routes in OPEN.items() for route in routes}
    public = {(rule.rule, m) for rule in app.url_map.iter_rules() if is_public(app, rule) for m in rule.methods or ()}
    wrong = {row for row in rows & listed(app) if (row in DOORS) is (row in public)}
    return (rows ^ listed(app)) | wrong


def test_every_route_stands_in_the_matrix(app):
    assert holes(app) == set()


def test_a_route_that_is_forgotten_fails(new_app):
    app = new_app("empty")
    before = holes(app)
    app.add_url_rule("/planted", "planted", lambda: "")
    app.add_url_rule("/planted/door", "door", may()(lambda: ""), methods=["DELETE"])
    assert holes(app) - before == {("/planted", "GET"), ("/planted/door", "DELETE")}


def test_a_door_that_was_taken_away_fails(new_app):
    app = new_app("empty")
    before = holes(app)
    app.view_functions["listings.desk"] = lambda: ""
    assert holes(app) - before == {("/desk", "GET")}


class Cast:
    """An organisation with an offer in each state, and everybody who could ask for them."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.organization = an_organization()
        given = {"open": {}, "paused": {"status": "temporarily closed"}, "ended": {"status": "inactive"}}
        self.services = {state: a_service(organization=self.organization, **given[state]) for state in STATES}
        self.users: dict[str, User] = {
            "partner": a_partner(self.organization),
            "other": a_partner(an_organization()),
            "suspended": a_partner(self.organization, active=False),
            "expired": a_partner(self.organization),
            "half": a_steward(),
            "steward": a_steward("lewisham"),
            "elsewhere": a_steward("croydon"),
            "everywhere": a_steward(),
            "admin": an_admin(),
        }
        self.colleague = a_partner(self.organization)
        report = Report(service_id=self.services["open"].id, what="time", at=clock.now())
        self.report_id = saved(report).id
        self.numbers = {}
        for state, service in self.services.items():
            confirm(service, by=self.users["partner"])
            self.numbers[state] = revisions.newest().number
        self.partners_session = self.session(self.users["partner"])
        self.team_list = self.a_list()
        self.programme = a_programme(by=self.users["everywhere"])
        self.draft_id = self.draft()
        self.a_logo()

    def a_list(self) -> TeamList:
        """A list the organisation keeps."""
        kept = TeamList(name="For everybody", organization_id=self.organization.id, offers=[], looked_at=clock.today())
        return saved(kept)

    def draft(self) -> str:
        """A draft that waits, with a session; its id, which is the same for everybody who asks."""
        a_draft(self.organization, self.users["partner"], id=DRAFT, sent=True)
        return DRAFT

    def a_logo(self) -> None:
        """A logo of the organisation that waits."""
        db.session.query(LogoProposal).delete()
        name = f"{'0' * 20}-1x1"
        db.session.merge(Picture(name=name, data=b"RIFF"))
        saved(LogoProposal(organization_id=self.organization.id, logo=pictures.address(name), by_id=self.colleague.id,
                           by_name="Bea", at=clock.now()))  # fmt: skip

    def session(self, user: User) -> str:
        """Another session of somebody; its id."""
        at(self.app, user)
        return db.session.query(SignedIn).filter_by(user_id=user.id).order_by(SignedIn.began_at).first().id

    def browser(self, who: str) -> Somebody:
        """The browser of one kind of person."""
        if who == "visitor":
            return Somebody(self.app.test_client())
        found = at(self.app, self.users[who], complete=who != "half")
        if who == "expired":
            row = db.session.query(SignedIn).filter_by(user_id=self.users[who].id).one()
            db.session.delete(row)
            db.session.commit()
        return found

    def address(self, route: str, state: str) -> str:
        """A route with its blanks filled in."""
        blanks = {
            "service_id": self.services[state].id, "organization_id": self.organization.id,
            "user_id": self.colleague.id, "session_id": self.partners_session, "report_id": self.report_id,
            "list_id": self.team_list.id, "draft_id": self.draft_id,
            "part_id": PART if "draft_id" in route else self.times(state),
            "schedule_id": self.times(state), "venue_id": self.venue(state),
        }  # fmt: skip
        route = route.replace(KIND, "programmes").replace("<any(confirm, refuse):decision>", "confirm")
        route = route.replace("lines/<key>", "lines/a-line").replace("<key>", self.programme)
        if "/version/" in route and "/stewards/" in route:
            route = route.replace("<int:number>", str(revisions.of(self.about)[0].number))
        for name, value in blanks.items():
            route = route.replace(f"<uuid:{name}>", value)
        more = {
            "<any(email, sms):way>": "email",
            "<any(pause, close, full):act>": "pause", "<any(cancel, restore):act>": "cancel", "<field>": "phones",
            "<int:number>": str(self.numbers[state]), "<credential>": "none", "<code>": "es",
            "<any(what, who, where, join, contact):task>": "what",
        }  # fmt: skip
        for blank, value in more.items():
            route = route.replace(blank, value)
        return f"{route}?group={self.organization.id}" if route == "/desk/new" else route

    def venue(self, state: str) -> str:
        """The id of the place of an offer."""
        return str(db.session.get(Service, self.services[state].id).service_at_locations[0].location_id)

    @property
    def about(self) -> str:
        """What revisions of the programme are about."""
        return revisions.subject(f"programmes:{self.programme}")

    def times(self, state: str) -> str:
        """The id of the pattern of times of an offer."""
        return str(db.session.get(Service, self.services[state].id).all_schedules()[0].id)

    def form(self, route: str, state: str) -> dict[str, str]:
        """What is sent to a route."""
        if route.startswith("/stewards/programmes"):
            return {"add": self.services["open"].id}
        if "/dates/" in route:
            return {"times": self.times(state), "day": "2026-12-02"}
        if route == "/desk/new":
            return {"group": self.organization.id, "name": "Harp circle"}
        return FORMS.get(route, {})

    def again(self) -> None:
        """Puts right what an act that was let through has changed."""
        db.session.rollback()
        db.session.query(Draft).delete()
        db.session.commit()
        self.draft()
        colleague = db.session.get(Membership, (self.colleague.id, self.organization.id))
        if not colleague:
            db.session.add(
                Membership(
                    user_id=self.colleague.id, organization_id=self.organization.id, accepted=True,
                    since=self.colleague.created_at,
                )
            )  # fmt: skip
        db.session.query(Attempt).delete()
        db.session.query(CrisisProposal).delete()
        waits = CrisisProposal(
            code="a-line", values={"name": "A line"}, by_id=self.colleague.id, by_name="Bea", at=clock.now()
        )
        db.session.add(waits)
        db.session.commit()
        self.a_logo()
        self.partners_session = self.session(self.users["partner"])
        self.team_list = db.session.scalars(select(TeamList)).first() or self.a_list()


def judged(answer, kept: str = "in") -> str:
    """What somebody got, in the words of the matrix; `kept` when what they typed was kept for after signing in."""
    place = answer.location or ""
    if answer.status_code == 303 and place.startswith("/sign-in?"):
        return "in"
    if answer.status_code == 303 and place.startswith("/sign-in/second-step"):
        return "step"
    if answer.status_code == 403 and "You were signed out" in answer.text:
        return kept
    return next((word for word, codes in ANSWERS.items() if answer.status_code in codes), str(answer.status_code))


def states_of(route: str) -> Sequence[str]:
    """The states of an offer that a door is tried in."""
    return STATES if "service_id" in route else ("open",)


@pytest.mark.parametrize("route", [route for route, method in DOORS if method == "POST"])
def test_who_gets_through_each_door(app, route):
    cast, got, wanted = Cast(app), {}, {}
    for who in WHO:
        browser = cast.browser(who)
        for state in states_of(route):
            wanted[who, state] = DOORS[route, "POST"][who]
            answer = browser.post(cast.address(route, state), data=cast.form(route, state))
            got[who, state] = judged(answer, kept=wanted[who, state])
            if answer.status_code not in REFUSED:  # an act may have changed people and offers
                cast.again()
                browser = cast.browser(who)
    assert got == wanted


def test_who_may_read_each_page(app):
    cast, got, wanted = Cast(app), {}, {}
    for who in WHO:
        browser = cast.browser(who)
        for route in [route for route, method in DOORS if method == "GET"]:
            for state in states_of(route):
                wanted[route, who, state] = DOORS[route, "GET"][who]
                got[route, who, state] = judged(browser.get(cast.address(route, state)), wanted[route, who, state])
    assert {cell: got[cell] for cell in got if got[cell] != wanted[cell]} == {} and len(got) > 10 * len(WHO)


@pytest.mark.parametrize("method", OPEN)
def test_what_is_open_is_the_same_for_everybody(sample_site, app, method):
    cast = Cast(app)
    blanks = values(app) | {"sign-in": {"token": "x" * 43}, "places": values(sample_site)["places"]}
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule in OPEN[method] and method in (rule.methods or ())]
    browsers = {who: cast.browser(who) for who in WHO}
    for rule in rules:
        there = filled(rule, blanks)
        answers = {}
        for who, browser in browsers.items():
            answer = browser.client.open(there, method=method)
            answers[who] = answer.status_code
            assert "Set-Cookie" not in answer.headers or rule.rule == "/preferences", rule
        assert len(set(answers.values())) == 1 and judged(answer) in ("ok", "404"), f"{rule}: {answers}"


def test_what_is_not_there_is_not_found_even_by_an_admin(app):
    admin = at(app, an_admin())
    for route in ("/desk/offers/{}/confirm", "/desk/organisations/{0}/people/{0}/remove", "/account/sessions/{}/end"):
        assert admin.post(route.format(uuid4())).status_code == 404
        assert admin.post(route.format("not-an-id")).status_code == 404
    assert admin.get(f"/desk/organisations/{uuid4()}/people").status_code == 404


def test_no_door_opens_without_the_proof_of_a_form(app):
    cast, opened = Cast(app), []
    browsers, stranger = {who: cast.browser(who) for who in ("partner", "steward")}, cast.browser("everywhere")
    for route in [route for route, method in DOORS if method == "POST"]:
        browser = browsers["partner" if DOORS[route, "POST"]["partner"] == "ok" else "steward"]
        there, data = cast.address(route, "open"), cast.form(route, "open")
        answers = (
            browser.client.post(there, data=data),
            browser.client.post(there, data=data | {"csrf": stranger.csrf}),
            browser.post(there, data, headers={"Sec-Fetch-Site": "cross-site"}),
            browser.post(there, data, headers={"Origin": "https://evil.example"}),
        )
        codes = [answer.status_code for answer in answers]
        opened += [(route, codes)] if codes != [400, 400, 403, 403] else []
    assert opened == []


ODD = (
    "\0",
    "",
    "é\u202e",
    "'\"<script>",
    "x" * 5000,
    "\N{GRINNING FACE}",
    "../..//evil.example",
    "%00",
    "\r\nBcc: x@example.org",
)
FIELDS = ("csrf", "token", "next", "email", "password", "code", "challenge", "name")


@pytest.mark.slow
@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_odd_values_break_nothing(app, odd):
    cast = Cast(app)
    routes = [route for route, method in DOORS if method == "POST"] + OPEN["POST"]
    for route, who in itertools.product(routes, ("visitor", "partner", "half")):
        browser = cast.browser(who)
        there = cast.address(route, "open").replace("<token>", quote(odd, safe="") or "x")
        for sent in (dict.fromkeys(FIELDS, odd), {name: odd for name in FIELDS if name != "csrf"}):
            assert browser.post(there, sent).status_code < 500, there
        cast.again()
