"""The pages of one's own account. What could give it to somebody else asks to have signed in just now."""

from flask import Blueprint, Response, abort, jsonify, make_response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from directory.accounts import queries
from directory.accounts.own import actions
from directory.accounts.own.forms import NewPasswordForm, SetUpForm
from directory.accounts.sign_in import actions as signing_in
from directory.models import SignedIn
from directory.web import access
from directory.web.access import may
from directory.web.device import device
from directory.web.page import no_store, page

room = Blueprint("account", __name__, url_prefix="/account")


@room.get("")
@may()
def account() -> Response:
    """Who one is here, where one is signed in, and how one signs in."""
    visit = here()
    return page("accounts/account.html", user=visit.user, this=visit, sessions=queries.sessions_of(visit.user))


@room.post("/sessions/<uuid:session_id>/end")
@may()
def end_session(session_id: object) -> AnyResponse:
    """Signs out somewhere else."""
    if not actions.end_session(str(session_id), by=access.user()):
        abort(404)
    return back()


@room.post("/sessions/end-others")
@may()
def end_others() -> AnyResponse:
    """Signs out everywhere else."""
    actions.end_other_sessions(but=here(), by=access.user())
    return back()


@room.post("/stay")
@may()
def stay() -> AnyResponse:
    """Goes on with a session that was about to end unused; whoever has no script is led to the account."""
    if request.accept_mimetypes.best != "application/json":
        return back()
    ends = access.session_ends()
    return no_store(jsonify(seconds=ends.seconds, at=ends.at) if ends else jsonify(seconds=0, at=""))


@room.get("/second-step")
@may(half=True, fresh=True)
def set_up() -> AnyResponse:
    """Shows what an authenticator app has to be told."""
    visit = who_may_set_up()
    return show_set_up(visit, SetUpForm(next=access.goes_to(request.args.get("next"))))


@room.post("/second-step")
@may(half=True, fresh=True)
def send_set_up() -> AnyResponse:
    """Makes the app the second step, and shows the recovery codes once."""
    visit, form = who_may_set_up(), SetUpForm(request.form)
    if not form.validate():
        return make_response(show_set_up(visit, form), 422)
    codes = actions.set_up_app(visit, form.code.data or "")
    if codes is None:
        form.code.errors = [_("This code is not right. Wait until your app shows a new one, and type that.")]
        return make_response(show_set_up(visit, form), 422)
    response = no_store(page("accounts/recovery_codes.html", codes=codes, on=access.goes_to(form.next.data)))
    if visit.complete:
        return response
    entered = signing_in.complete(visit, device(request.headers.get("User-Agent", "")))
    return access.let_in(response, entered.token)


@room.post("/second-step/off")
@may("partner", fresh=True)
def turn_off() -> AnyResponse:
    """Takes the second step away; stewards and admins need theirs."""
    actions.turn_app_off(here())
    return back()


@room.post("/recovery-codes")
@may(fresh=True)
def new_codes() -> AnyResponse:
    """Makes new recovery codes and shows them once."""
    if not access.user().has_second_step:
        abort(404)
    codes = actions.more_recovery_codes(by=access.user())
    return page("accounts/recovery_codes.html", codes=codes, on=url_for(".account"))


@room.get("/password")
@may(fresh=True)
def password() -> Response:
    """Asks for a new password."""
    return page("accounts/set_password.html", form=NewPasswordForm(), user=access.user())


@room.post("/password")
@may(fresh=True)
def send_password() -> AnyResponse:
    """Sets it."""
    form = NewPasswordForm(request.form, email=access.user().email)
    if not form.validate():
        return make_response(page("accounts/set_password.html", form=form, user=access.user()), 422)
    actions.set_password(here(), form.password.data or "")
    return back()


@room.post("/password/remove")
@may(fresh=True)
def remove_password() -> AnyResponse:
    """Takes it away."""
    actions.remove_password(here())
    return back()


def here() -> SignedIn:
    """This session."""
    visit = access.signed_in()
    assert visit
    return visit


def who_may_set_up() -> SignedIn:
    """This session; never one that has yet to pass the second step there is."""
    visit = here()
    if not visit.complete and visit.user.has_second_step:
        abort(404)
    return visit


def show_set_up(visit: SignedIn, form: SetUpForm) -> Response:
    """The page of setting up."""
    shown = actions.new_app_secret(visit)
    return page("accounts/set_up.html", form=form, app=shown, needed=visit.user.is_staff)


def back() -> AnyResponse:
    """To the account, where what was done is seen."""
    return redirect(url_for(".account"), 303)
