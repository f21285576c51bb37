"""How a page looks to one reader: text size, contrast, a language turned down; in one cookie, once they have chosen.

The cookie `display` reads `size.contrast.language`, such as `large.dark.`; an empty part follows the device. It holds
nothing else, is set by nothing but the form below, and is deleted when every part is empty.
"""

import re
from dataclasses import astuple, dataclass, replace
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, has_request_context, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from directory.web import language

COOKIE = "display"
YEAR = 365 * 24 * 3600  # seconds
SIZES = ("large", "largest")
CONTRASTS = ("standard", "dark", "high")
# What a form sends to follow the device again. Standard text is the size the browser is set to, so it is no choice.
DEVICE = {"size": ("device", "standard"), "contrast": ("device",), "language": ("device",)}
PRINTABLE = re.compile(r"/[!-~]{0,4000}")


@dataclass(frozen=True)
class Display:
    """What a reader chose; "" where they chose nothing and the device decides."""

    size: str = ""
    contrast: str = ""
    language: str = ""

    @classmethod
    def from_cookie(cls, value: str) -> "Display":
        """What the cookie says; parts that no form could have sent are dropped."""
        parts = (value.split(".") + ["", "", ""])[:3]
        return cls(*(part if part in known else "" for part, known in zip(parts, choices().values(), strict=True)))

    def choosing(self, form: MultiDict[str, str]) -> "Display":
        """The same with what a form asks for. Raises ValueError for a value that no form of ours sends."""
        asked = {name: form[name] for name in choices() if form.get(name)}
        if any(value not in (*choices()[name], *DEVICE[name]) for name, value in asked.items()):
            raise ValueError("no form sends that")
        return replace(self, **{name: "" if value in DEVICE[name] else value for name, value in asked.items()})

    def __str__(self) -> str:
        return ".".join(astuple(self))


def choices() -> dict[str, tuple[str, ...]]:
    """{form field: the values it may have}, in the order of the cookie."""
    return {"size": SIZES, "contrast": CONTRASTS, "language": tuple(language.languages())}


def init_app(app: Flask) -> None:
    """Adds the form's address and tells every template what this reader chose."""
    app.add_url_rule("/preferences", "preferences", choose, methods=["POST"])
    app.context_processor(shown)


def choose() -> AnyResponse:
    """Remembers a choice and leads back to the page it was made on (303); 403 from other sites, 400 for odd values."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        abort(403)
    try:
        display = chosen().choosing(request.form)
    except ValueError:
        abort(400)
    response = redirect(local(request.form.get("next", "")) or url_for("search.home"), 303)
    response.headers["Cache-Control"] = "no-store"
    keep(response, display)
    return response


def keep(response: AnyResponse, display: Display) -> None:
    """Sets the cookie for a year, or deletes it when nothing is chosen any more."""
    secure = str(current_app.config["SITE_URL"]).startswith("https:")
    if display == Display():
        response.delete_cookie(COOKIE, path="/", secure=secure, httponly=True, samesite="Lax")
    else:
        response.set_cookie(COOKIE, str(display), max_age=YEAR, path="/", secure=secure, httponly=True, samesite="Lax")


def chosen() -> Display:
    """What this reader chose so far."""
    return Display.from_cookie(request.cookies.get(COOKIE, ""))


def local(address: str) -> str:
    """`address` when it is a plain path of this site, with a query or without; "" for anything else.

    A browser takes //host and /\\host for another site and leaves out tabs and newlines before it looks, so only
    printable ASCII passes, and neither a backslash nor an empty or dotted step of the path.
    """
    if not PRINTABLE.fullmatch(address) or "\\" in address:
        return ""
    steps = urlsplit(f"http://here{address}").path.split("/")[1:]
    return "" if "" in steps[:-1] or {".", ".."} & set(steps) else address


def shown() -> dict[str, object]:
    """For templates: what was chosen, where to come back to, and a language to offer to a first-time reader."""
    if not has_request_context():
        return {"display": Display(), "here": "/", "offered": None}
    known = COOKIE in request.cookies
    return {"display": chosen(), "here": language.address(language.current()),
            "offered": None if known else language.wished()}  # fmt: skip
