"""The language of a page: its address says which (/es/search), gettext catalogues in translations/ speak it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from babel import Locale
from flask import Flask, Response, current_app, g, get_template_attribute, has_request_context, request
from flask_babel import Babel, force_locale, get_locale, get_translations, gettext
from markupsafe import Markup

from directory.config import ROOT

KEY = "directory.language"  # where the request's environment holds the tag of a language that stood in the path
ENGLISH = "en"
BRITISH = "en_GB"
LOCALES = {ENGLISH: BRITISH, "pt": "pt_PT"}  # how dates and names are written, where the language alone says another
# The order of the list: how many people of our boroughs speak them (ONS, Census 2021, table TS024).
BY_USE = ("en", "es", "pt", "pl", "fr", "zh_Hans", "ro", "ta", "tr", "ar", "ur", "so", "vi")
# What speaks to machines, or is the same picture for everybody, has one address.
UNSPOKEN = ("/static/", "/robots.txt", "/sitemap.xml", "/health", "/logo")
ARABIC_LETTERS = ("ar", "fa", "ur", "ps", "ckb")
NUMBER = re.compile(r"\d[\d ]+\d")  # three digits or more: those of a phone number, not of &#39;
REVIEWER = re.compile(r'^"X-Reviewed-By:[ \t]*(?P<who>.*?)[ \t]*(?:\\n)?"$', re.MULTILINE)


@dataclass(frozen=True)
class Language:
    """A language the pages speak. `tag` is BCP 47 ("es", "zh-Hans"), `own` its name for itself, as in a sentence."""

    tag: str
    locale: str
    own: str
    direction: str
    checked: bool

    @property
    def name(self) -> str:
        """Its name for itself, to stand alone."""
        return self.own[:1].upper() + self.own[1:]

    @property
    def comma(self) -> str:
        """What stands between the parts of a list; Arabic letters have a comma of their own."""
        return "، " if self.tag.partition("-")[0] in ARABIC_LETTERS else ", "

    @property
    def prefix(self) -> str:
        """What stands before every path of its pages; nothing before English ones."""
        return "" if self.tag == ENGLISH else f"/{self.tag}"


def init_app(app: Flask) -> None:
    """Pages speak British English, and any language that has a compiled catalogue when its tag begins the path."""
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", str(ROOT / "translations"))
    app.config.setdefault("BABEL_DEFAULT_LOCALE", BRITISH)
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", "Europe/London")
    Babel().init_app(app, locale_selector=lambda: current().locale)
    quick: dict[Locale, Any] = {}
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: catalogue(quick).ugettext(text),
        lambda one, many, number: catalogue(quick).ungettext(one, many, number),
        newstyle=True,
    )
    app.extensions["languages"] = spoken(Path(app.config["BABEL_TRANSLATION_DIRECTORIES"]))
    app.jinja_env.globals.update(get_locale=get_locale, both=both, in_english=in_english, invitation=invitation)
    app.wsgi_app = InPath(app.wsgi_app, app.extensions["languages"])  # type: ignore[method-assign]
    app.after_request(name_language)


def catalogue(known: dict[Locale, Any]) -> Any:
    """The translations of the language a page is written in, kept in `known`: templates ask for them often."""
    locale = get_locale()
    if locale not in known:
        known[locale] = get_translations()
    return known[locale]


class InPath:
    """Takes a language off the front of the path, so that routes know none and `url_for` puts it back (PEP 3333)."""

    def __init__(self, app: Any, tags: Iterable[str]) -> None:
        self.app = app
        self.tags = frozenset(tags) - {ENGLISH}

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        tag, slash, rest = environ.get("PATH_INFO", "").removeprefix("/").partition("/")
        if tag in self.tags and not f"/{rest}".startswith(UNSPOKEN):
            environ["SCRIPT_NAME"] = f"{environ.get('SCRIPT_NAME', '')}/{tag}"
            environ["PATH_INFO"] = slash + rest
            environ[KEY] = tag
        return self.app(environ, start_response)


def spoken(folder: Path) -> dict[str, Language]:
    """{tag: language} of English and every compiled catalogue below `folder`, those that most people speak first."""
    found = [path.parent.parent.name for path in sorted(folder.glob("*/LC_MESSAGES/messages.mo"))]
    found.sort(key=lambda name: BY_USE.index(name) if name in BY_USE else len(BY_USE))
    every = [language(ENGLISH, checked=True), *(language(name, reviewed(folder, name)) for name in found)]
    return {one.tag: one for one in every}


def language(name: str, checked: bool) -> Language:
    """The language of a folder's name, as the CLDR knows it."""
    known = Locale.parse(name)
    own = known.get_display_name(known) or name
    return Language(name.replace("_", "-"), LOCALES.get(name, name), own, known.text_direction, checked)


def reviewed(folder: Path, name: str) -> bool:
    """Whether the header X-Reviewed-By of a catalogue names somebody who speaks the language."""
    path = folder / name / "LC_MESSAGES" / "messages.po"
    found = REVIEWER.search(path.read_text("utf-8")) if path.exists() else None
    return bool(found and found["who"])


def languages() -> Mapping[str, Language]:
    """{tag: language} of this site."""
    known: Mapping[str, Language] = current_app.extensions["languages"]
    return known


def current() -> Language:
    """The language of the page that is asked for; English outside a request."""
    return languages()[request.environ.get(KEY, ENGLISH) if has_request_context() else ENGLISH]


@contextmanager
def for_groups() -> Iterator[None]:
    """Within it English is spoken, which groups write in: a letter to them is not in the language a visitor reads."""
    spoken = current().tag
    if has_request_context():
        request.environ[KEY] = ENGLISH
    try:
        with force_locale(current().locale):
            yield
    finally:
        if has_request_context():
            request.environ[KEY] = spoken


def address(of: Language, query: bool = True) -> str:
    """The page that is asked for as another language has it: a path, with its query or without.

    What was posted to and what is broken cannot be come back to; the first page stands in for it.
    """
    outside = request.root_path.removesuffix(current().prefix)
    if request.method not in ("GET", "HEAD") or g.get("broken"):
        return f"{outside}{of.prefix}/"
    asked = quote(request.query_string, safe="%!$&'()*+,;=:@/?-._~") if query else ""
    return quote(f"{outside}{of.prefix}{request.path}") + (f"?{asked}" if asked else "")


def translated(path: str, of: Language) -> str:
    """A path of this site, as `url_for` makes it for the page that is asked for, in another language."""
    outside = request.root_path.removesuffix(current().prefix)
    return f"{outside}{of.prefix}{path.removeprefix(request.root_path)}"


def prefixes() -> dict[str, str]:
    """{tag: what stands before the paths of its pages}, English under x-default too; {} when only English is spoken."""
    found = {tag: one.prefix for tag, one in languages().items()}
    return found | {"x-default": ""} if len(found) > 1 else {}


def addresses() -> dict[str, str]:
    """{tag: path of the page that is asked for, in that language}, without its query, for search engines."""
    return {tag: address(languages().get(tag, languages()[ENGLISH]), query=False) for tag in prefixes()}


def of_text() -> str:
    """The language of what groups write about themselves, "" where that is the page's own: it is kept as written."""
    return "" if current().tag == ENGLISH else ENGLISH


def reading() -> str:
    """The language somebody reads the page in, without script or region, for search; "" for English."""
    return "" if current().tag == ENGLISH else current().tag.partition("-")[0]


def wished() -> Language | None:
    """What the browser would rather read than English, when it is spoken here and the page is in English."""
    if current().tag != ENGLISH:
        return None
    asked = [tag for tag, quality in request.accept_languages if quality]
    best = next((one for one in map(nearest, asked) if one), None)
    return best if best and best.tag != ENGLISH else None


def nearest(asked: str) -> Language | None:
    """The language of a tag a browser sends: itself, or the same without region ("ar-EG" is read as "ar").

    Browsers name a region where our folder names a script: "zh-CN" is read as "zh", and that as "zh-Hans".
    """
    parts = asked.replace("_", "-").split("-")
    shorter = ("-".join(parts[:length]).lower() for length in range(len(parts), 0, -1))
    plain = {tag.partition("-")[0].lower(): one for tag, one in languages().items()}
    known = plain | {tag.lower(): one for tag, one in languages().items()}
    return next((known[tag] for tag in shorter if tag in known), None)


def name_language(response: Response) -> Response:
    """Tells browsers and caches which language a page is in and what it was made for."""
    if response.mimetype == "text/html":
        response.headers.setdefault("Content-Language", header_tag(current()))
        response.vary.update(("Cookie", "Accept-Language"))
    return response


def header_tag(of: Language) -> str:
    """What browsers are told a page is in: our English is British."""
    return BRITISH.replace("_", "-") if of.tag == ENGLISH else of.tag


def both(text: str, **values: object) -> Markup:
    """What must not be misread: `text` in the page's language and, until somebody checked that, in English as well."""
    said, english = (written(one, values) for one in (gettext(text), text))
    return said if current().checked else get_template_attribute("parts/both.html", "both")(said, english)


def written(text: str, values: Mapping[str, object]) -> Markup:
    """A sentence as HTML, with its gaps filled; phone numbers run left to right, as Arabic would turn their groups."""
    said = get_template_attribute("parts/both.html", "numbered")(NUMBER.split(text), NUMBER.findall(text))
    return said % values if values else said


def in_english(part: str, macro: str) -> Markup:
    """What a macro of a template part says in English, whatever the page speaks."""
    with force_locale(BRITISH):
        return get_template_attribute(part, macro)()


def listed(parts: Iterable[str]) -> str:
    """Parts of a list with the commas of the page's language."""
    return current().comma.join(parts)


def invitation(other: Language) -> str:
    """What leads to this page in another language, said in that."""
    with force_locale(other.locale):
        return str(gettext("Read this page in %(language)s", language=other.own))
