"""Who is asking: the doors of the pages for people who sign in, and the proof that a form was sent from one of them.

A door says who may enter (`@may`), and tests/accounts/test_matrix.py asks every door for every kind of person. What
they may do behind it is decided by the lookup: a noun that is not theirs is not found (404).
"""

import hmac
import secrets
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, g, make_response, redirect, render_template, request, url_for
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response as AnyResponse

from directory import clock, proofs
from directory.models import SignedIn, User
from directory.web import language, when
from directory.web.preferences import local

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
FRESH = timedelta(minutes=15)  # after signing in, within which risky things may be done
FORM_LASTS = 24 * 3600  # seconds a visitor may leave a form open
SECRET = ("csrf", "password", "code")  # fields
View = Callable[..., Any]


def init_app(app: Flask) -> None:
    """Refuses what was sent from other sites, and gives templates the proofs that forms carry."""
    app.before_request(refuse_strangers)
    app.after_request(keep_nothing)
    app.jinja_env.globals.update(csrf=csrf, form_token=form_token, session_ends=session_ends)


def may(*roles: str, half: bool = False, fresh: bool = False) -> Callable[[View], View]:
    """A door for people who are signed in, of these roles (all of them when none is named).

    `half` lets in who has taken the first step and not the second; `fresh` asks those to sign in again who did so a
    while ago. Others are led to signing in and back; whoever is signed in and has another role finds nothing (404).
    """

    def door(view: View) -> View:
        @wraps(view)
        def entered(*args: Any, **values: Any) -> Any:
            visit = signed_in()
            if visit is None or not (visit.complete or half):
                return interrupted(visit) if typed() else to_sign_in(visit)
            if roles and visit.user.role not in roles:
                abort(404)
            if request.method in UNSAFE and not is_proof(request.form.get("csrf", "")):
                return interrupted(visit)
            if fresh and clock.now() - visit.began_at > FRESH:
                return to_sign_in(visit)
            return view(*args, **values)

        entered.door = (roles, half, fresh)  # type: ignore[attr-defined]
        return entered

    return door


def signed_in() -> SignedIn | None:
    """The session this request belongs to; looked up once, and only on pages that ask."""
    if "signed_in" not in g:
        g.signed_in = current_app.extensions["who"](request.cookies.get(cookie(), ""))
    found: SignedIn | None = g.signed_in
    return found


class Ends(NamedTuple):
    """When a session ends if nothing is done: as people say the time, and in how many seconds."""

    at: str
    seconds: int


def session_ends() -> Ends | None:
    """When this session ends; None on pages that did not ask who somebody is, and before the second step."""
    visit: SignedIn | None = g.get("signed_in")
    if visit is None or not visit.complete:
        return None
    ends = current_app.extensions["until"](visit)
    return Ends(when.clock(clock.london(ends).time()), max(0, int((ends - clock.now()).total_seconds())))


def user() -> User:
    """Who is asking, behind a door."""
    visit = signed_in()
    assert visit, "only a view behind @may may ask who it is"
    return visit.user


def cookie() -> str:
    """The name of the cookie; over HTTPS one that no other host or path can set (RFC 6265bis, 4.1.3.2)."""
    return "__Host-signed-in" if secure() else "signed-in"


def secure() -> bool:
    """Whether this site is reached over HTTPS."""
    return str(current_app.config["SITE_URL"]).startswith("https:")


def let_in(response: AnyResponse, token: str) -> AnyResponse:
    """Gives the browser its cookie, which lasts until the browser is closed; how long it is good for we decide."""
    response.set_cookie(cookie(), token, path="/", secure=secure(), httponly=True, samesite="Lax")
    return response


def show_out(response: AnyResponse) -> AnyResponse:
    """Takes the cookie away, and what the browser has kept of the pages."""
    response.delete_cookie(cookie(), path="/", secure=secure(), httponly=True, samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def to_sign_in(visit: SignedIn | None) -> Response:
    """The way to sign in, or on to the second step, and back to this page (to the desk after a form was sent)."""
    here = language.address(language.current()) if request.method == "GET" else url_for("listings.desk")
    endpoint = "accounts.second_step" if visit and not visit.complete else "accounts.sign_in"
    return redirect(url_for(endpoint, next=here), 303)  # type: ignore[return-value]


def interrupted(visit: SignedIn | None) -> Response:
    """Keeps what was typed when a session has ended meanwhile (403), or the form was not made for it (400).

    Nothing is done before its button is pressed on a page of ours, by somebody who is signed in.
    """
    known = visit is not None and visit.complete
    html = render_template("interrupted.html", known=known, fields=typed(), action=f"{request.root_path}{request.path}")
    response = make_response(html, 400 if known else 403)
    response.headers["Cache-Control"] = "no-store"
    return response


def typed() -> list[tuple[str, str]]:
    """The fields of a form that somebody filled in; nothing secret is ever repeated on a page."""
    return [(name, value) for name, value in request.form.items(multi=True) if name not in SECRET]


def goes_to(asked: str | None) -> str:
    """The page of this site somebody wanted to go to, or the desk."""
    return local(asked or "") or url_for("listings.desk")


def csrf() -> str:
    """What a form of somebody who is signed in carries: of their session alone, and another one on each page.

    As it changes, nobody learns it from how well pages can be compressed (BREACH).
    """
    return proof_of(request.cookies.get(cookie(), ""), secrets.token_hex(8))


def proof_of(token: str, salt: str) -> str:
    """The proof with this salt (16 characters) that a form belongs to the session of a cookie."""
    return salt + proofs.keyed("csrf", salt, token)


def is_proof(proof: str) -> bool:
    """Whether a form was made for the session it came back in."""
    ours = proof_of(request.cookies.get(cookie(), ""), proof[:16])
    return hmac.compare_digest(proof.encode(), ours.encode())


def form_token() -> str:
    """What a visitor's form carries: that this site made it, and when. It is tied to nobody."""
    return signer().dumps("form")


def is_ours(token: str) -> bool:
    """Whether a visitor's form came from a page of this site, not too long ago."""
    try:
        return bool(signer().loads(token, max_age=FORM_LASTS) == "form")
    except BadSignature:
        return False


def signer() -> URLSafeTimedSerializer:
    """Signs what visitors' forms carry."""
    return URLSafeTimedSerializer(proofs.key("form"), salt="form")


def refuse_strangers() -> None:
    """403 for what another site had a browser send. A missing or null Origin alone is no ground (see quality goals).

    Browsers name the sender in Sec-Fetch-Site and Origin; both are looked at, as old ones send only the second.
    """
    if request.method not in UNSAFE:
        return
    origin = request.headers.get("Origin", "null")
    foreign = origin != "null" and urlsplit(origin).netloc != request.host
    if foreign or request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
        abort(403)


def keep_nothing(response: Response) -> Response:
    """Pages that know who is asking are kept by no cache."""
    if g.get("signed_in"):
        response.headers["Cache-Control"] = "no-store"
    return response
