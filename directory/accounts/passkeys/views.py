"""The pages of passkeys. A browser makes and proves them with a small script; codes work without."""

from flask import Blueprint, Response, abort, make_response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from directory.accounts.own.views import here, who_may_set_up
from directory.accounts.passkeys import actions
from directory.accounts.sign_in import actions as signing_in
from directory.accounts.sign_in.views import ask_second_step
from directory.models import SignedIn
from directory.web import access
from directory.web.access import may
from directory.web.device import device
from directory.web.page import no_store, page

room = Blueprint("passkeys", __name__)


@room.get("/account/passkeys")
@may(half=True, fresh=True)
def passkeys() -> Response:
    """One's passkeys, and a button to add one."""
    return show(who_may_set_up())


@room.post("/account/passkeys")
@may(half=True, fresh=True)
def add() -> AnyResponse:
    """Adds one; who had no second step is shown recovery codes once."""
    visit = who_may_set_up()
    codes = actions.add(visit, request.form.get("credential", ""), browser())
    if codes is None:
        problem = _("This did not work, or this passkey is here already. Please try again.")
        return make_response(show(visit, problem), 422)
    goes_to = access.goes_to(request.form.get("next"))
    if not codes:
        return redirect(url_for(".passkeys"), 303)
    response = no_store(page("accounts/recovery_codes.html", codes=codes, on=goes_to))
    return response if visit.complete else access.let_in(response, signing_in.complete(visit, browser()).token)


@room.post("/account/passkeys/<credential>/remove")
@may(fresh=True)
def remove(credential: str) -> AnyResponse:
    """Takes one away, but never the last second step of a steward or admin."""
    try:
        done = actions.remove(credential, by=access.user(), but=here())
    except LookupError:
        abort(404)
    if not done:
        return make_response(show(here(), _("You need a second step. Set up another one before you remove this.")), 422)
    return redirect(url_for(".passkeys"), 303)


@room.post("/sign-in/passkey")
@may(half=True)
def prove() -> AnyResponse:
    """Completes signing in with a passkey."""
    visit, goes_to = here(), access.goes_to(request.form.get("next"))
    if visit.complete or not visit.user.has_second_step:
        return redirect(goes_to if visit.complete else url_for("account.set_up", next=goes_to), 303)
    entered = actions.sign_in(visit, request.form.get("credential", ""), browser())
    if entered:
        return access.let_in(redirect(goes_to, 303), entered.token)
    problem = _("This passkey did not work. Try again, or use a code.")
    return make_response(ask_second_step(visit, goes_to, problem), 422)


def show(visit: SignedIn, problem: str = "") -> Response:
    """The page."""
    goes_to = access.goes_to(request.values.get("next"))
    return no_store(
        page("accounts/passkeys.html", user=visit.user, options=actions.to_add(visit), problem=problem, on=goes_to)
    )


def browser() -> str:
    """What the browser is, in words its owner knows."""
    return device(request.headers.get("User-Agent", ""))
