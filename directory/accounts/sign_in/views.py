"""The pages of signing in. None sets a cookie before somebody has proved who they are."""

from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response as AnyResponse
from wtforms import Form

from directory import limits
from directory.accounts import queries
from directory.accounts.actions import allow
from directory.accounts.passkeys import actions as challenges
from directory.accounts.sign_in import actions
from directory.accounts.sign_in.actions import Entered
from directory.accounts.sign_in.forms import CodeForm, EmailForm, PasswordForm, SecondStepForm
from directory.models import SignedIn
from directory.web import access
from directory.web.access import may
from directory.web.device import device
from directory.web.page import no_store, page

room = Blueprint("accounts", __name__)

ASKS, CODES = 20, 40  # e-mails asked for, and codes or passwords tried, from one address of the network in an hour


@room.get("/sign-in")
def sign_in() -> Response:
    """Asks for an e-mail address."""
    return show(EmailForm(token=access.form_token(), next=request.args.get("next", "")))


@room.post("/sign-in")
def send_link() -> AnyResponse:
    """Sends a link and a code; the answer is the same for an address nobody has."""
    form = EmailForm(request.form)
    if not form.validate():
        return again("accounts/email.html", form)
    slow_down("ask", ASKS)
    goes_to = access.goes_to(form.next.data)
    challenge = actions.ask(form.email.data or "", goes_to)
    return redirect(f"{url_for('.code')}?{urlencode({'c': challenge})}", 303)


@room.get("/sign-in/code")
def code() -> Response:
    """Says that an e-mail is on its way, and takes its code."""
    return show_code(CodeForm(token=access.form_token(), challenge=request.args.get("c", "")))


@room.post("/sign-in/code")
def send_code() -> AnyResponse:
    """Signs in with the code from an e-mail."""
    form = CodeForm(request.form)
    if not form.validate():
        return again("accounts/code.html", form)
    slow_down("code", CODES)
    entered = actions.type_code(as_id(form.challenge.data), form.code.data or "", device(browser()))
    if entered:
        return welcome(entered)
    form.code.errors = [
        _("This code is not right, or it is too old. You can use the link in the e-mail, or ask for a new e-mail.")
    ]
    return again("accounts/code.html", form)


@room.get("/sign-in/link/<token>")
def link(token: str) -> AnyResponse:
    """Shows one button. Opening the page does nothing, as programs open links before people do."""
    found = queries.sent_link(token)
    if not found:
        form = EmailForm(token=access.form_token())
        return no_store(make_response(page("accounts/old_link.html", form=form), 410))
    return no_store(page("accounts/link.html", link=token, email=found.user.email if found.user else ""))


@room.post("/sign-in/link/<token>")
def follow(token: str) -> AnyResponse:
    """Signs in with the link from an e-mail."""
    entered = actions.follow_link(token, device(browser()))
    return welcome(entered) if entered else redirect(url_for(".link", token=token), 303)


@room.get("/sign-in/password")
def password() -> Response:
    """Asks for address and password."""
    form = PasswordForm(token=access.form_token(), next=request.args.get("next", ""))
    return no_store(page("accounts/password.html", form=form))


@room.post("/sign-in/password")
def send_password() -> AnyResponse:
    """Signs in with a password; what is wrong is not said."""
    form = PasswordForm(request.form)
    if not form.validate():
        return again("accounts/password.html", form)
    slow_down("code", CODES)
    goes_to = access.goes_to(form.next.data)
    entered = actions.type_password(form.email.data or "", form.password.data or "", device(browser()), goes_to)
    if entered:
        return welcome(entered)
    form.password.errors = [_("E-mail address or password are not right. You can ask for a link by e-mail instead.")]
    return again("accounts/password.html", form)


@room.get("/sign-in/second-step")
@may(half=True)
def second_step() -> AnyResponse:
    """Asks for a code of an app; who has none yet and needs one is led to set it up."""
    visit = access.signed_in()
    assert visit
    goes_to = access.goes_to(request.args.get("next"))
    if visit.complete:
        return redirect(goes_to, 303)
    if not visit.user.has_second_step:
        return redirect(url_for("account.set_up", next=goes_to), 303)
    return ask_second_step(visit, goes_to)


@room.post("/sign-in/second-step")
@may(half=True)
def send_second_step() -> AnyResponse:
    """Completes signing in."""
    visit, form = access.signed_in(), SecondStepForm(request.form)
    assert visit
    goes_to, misses = access.goes_to(form.next.data), visit.misses
    if visit.complete or not visit.user.has_second_step:
        return redirect(goes_to if visit.complete else url_for("account.set_up", next=goes_to), 303)
    if not form.validate():
        return make_response(ask_second_step(visit, goes_to, form=form), 422)
    entered = actions.second_step(visit, form.code.data or "", device(browser()))
    if entered:
        return access.let_in(redirect(goes_to, 303), entered.token)
    if misses >= actions.MISSES:
        return access.show_out(redirect(url_for(".sign_in", next=goes_to), 303))
    form.code.errors = [_("This code is not right. Wait until your app shows a new one, and type that.")]
    return make_response(ask_second_step(visit, goes_to, form=form), 422)


@room.post("/sign-out")
@may(half=True)
def sign_out() -> AnyResponse:
    """Ends this session."""
    visit = access.signed_in()
    assert visit
    actions.sign_out(visit)
    return access.show_out(redirect(url_for("search.home"), 303))


def welcome(entered: Entered) -> AnyResponse:
    """Gives the browser its cookie and leads on: to the second step, or to where somebody wanted to go."""
    former = access.signed_in()
    if former:
        actions.sign_out(former)
    goes_to = access.goes_to(entered.goes_to)
    on = goes_to if entered.complete else url_for(".second_step", next=goes_to)
    return access.let_in(redirect(on, 303), entered.token)


def ask_second_step(visit: SignedIn, goes_to: str, problem: str = "", form: Form | None = None) -> Response:
    """The page that asks for a passkey, if there is one, or a code."""
    options = challenges.to_sign_in(visit) if visit.user.passkeys else ""
    form = form or SecondStepForm(next=goes_to)
    return no_store(
        page("accounts/second_step.html", form=form, options=options, problem=problem, app=visit.user.totp_secret)
    )


def slow_down(what: str, most: int) -> None:
    """429 when one address of the network has tried too often in an hour."""
    if not allow(what, limits.network(request.remote_addr or ""), most):
        raise TooManyRequests(retry_after=600)


def browser() -> str:
    """What the browser calls itself."""
    return request.headers.get("User-Agent", "")


def as_id(text: str | None) -> str:
    """An id as it was sent, or one that nothing has."""
    try:
        return str(UUID(text or ""))
    except ValueError:
        return str(UUID(int=0))


def show(form: Form) -> Response:
    """The first page."""
    return no_store(page("accounts/email.html", form=form, once_more=access.signed_in() is not None))


def show_code(form: Form) -> Response:
    """The page that takes a code."""
    return no_store(page("accounts/code.html", form=form))


def again(template: str, form: Form) -> Response:
    """The page once more, with what was typed and what is wrong; a form that was open too long is made anew."""
    if "token" in form and form["token"].errors:
        form["token"].data = access.form_token()
    return no_store(make_response(page(template, form=form), 422))
