"""The pages that say what this is, help in a crisis first among them; none but the sitemap needs the database."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from flask import Blueprint, Response, current_app, jsonify, make_response, render_template, request, url_for

from directory.content import queries
from directory.web import language
from directory.web.page import no_store, page

room = Blueprint("content", __name__)

# The order in which somebody in danger needs them; an emergency and 111 have cards of their own above the rest.
GROUPS = ("emergency", "urgent", "talk", "abuse", "deaf", "young")
ON_CARDS = ("999", "nhs-111")
PAGES = ("search.home", "content.urgent_help", "content.about", "content.privacy", "content.accessibility")
STATEMENT_MADE = date(2026, 11, 21)  # of the accessibility statement; it has to be renewed within 12 months
# What `make statement` found when a computer last looked at every page; there is no file until it has.
CHECKED_FILE = Path(__file__).with_name("checked.json")
CHECKED = json.loads(CHECKED_FILE.read_text()) if CHECKED_FILE.exists() else None
CHECKED_ON = date.fromisoformat(CHECKED["day"]) if CHECKED else None

Addresses = list[tuple[str, date | None]]


@room.get("/urgent-help")
def urgent_help() -> Response:
    """Help in a crisis, also with the database gone; caches may keep it and give it out when the site is down."""
    lines = queries.crisis_lines()
    groups = {group: [one for one in lines if one.group == group and one.code not in ON_CARDS] for group in GROUPS}
    response = page(
        "content/urgent_help.html",
        groups={group: found for group, found in groups.items() if found},
        on_cards={one.code: one for one in lines if one.code in ON_CARDS},
        none_checked=not any(one.checked for one in lines),
        discreet=True,
    )
    return cacheable(response)


def cacheable(response: Response) -> Response:
    """Kept for five minutes, and for a week should the site not answer (RFC 5861)."""
    response.headers["Cache-Control"] = "public, max-age=300, stale-if-error=604800"
    response.add_etag()
    response.make_conditional(request)
    return response


@room.get("/exit")
def leave() -> Response:
    """Another website at once, for whoever has no script. It is not told where they came from, nor is this kept.

    There is nothing to take away: we know no session, pages that can be left are stored by no browser, and how
    somebody likes to read (their one cookie) says nothing about them.
    """
    response = no_store(Response(status=303, headers={"Location": str(current_app.config["EXIT_URL"])}))
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@room.get("/about")
def about() -> Response:
    """What this is, who is behind it, and whose data it stands on."""
    return page("content/about.html", postcodes=queries.about_postcodes())


@room.get("/privacy")
def privacy() -> Response:
    """What is kept about a visitor: nothing that tells who they are or what they looked for."""
    return page("content/privacy.html", geocoder=current_app.config["GEOCODER"])


@room.get("/accessibility")
def accessibility() -> Response:
    """The statement that regulation 7 of the accessibility regulations of 2018 asks for."""
    return page("content/accessibility.html", made=STATEMENT_MADE, checked=CHECKED, checked_on=CHECKED_ON)


@room.get("/robots.txt")
def robots() -> Response:
    """What a crawler may read: no search, as each would be another page of the same offers."""
    spoken = dict.fromkeys(("", *language.prefixes().values()))
    closed = [f"Disallow: {prefix}{path}" for prefix in spoken for path in ("/search", "/o/", "/list")]
    said = ["User-agent: *", *closed, f"Sitemap: {site(url_for('.sitemap'))}", ""]
    return plain("\n".join(said), "text/plain")


@room.get("/sitemap.xml")
def sitemap() -> Response:
    """The addresses a search engine may list (sitemaps.org)."""
    found: Addresses = [(site(url_for(endpoint)), None) for endpoint in PAGES]
    found += addresses("offers.offer", queries.offers())
    found += addresses("offers.organisation", queries.organisations())
    found += addresses("search.place", queries.places())
    return plain(
        render_template("content/sitemap.xml", addresses=found, site=site(""), prefixes=language.prefixes()),
        "application/xml",
    )


def addresses(endpoint: str, slugs: Iterable[tuple[str, date | None]]) -> Addresses:
    """The full address of each slug's page, with the day it last changed."""
    return [(site(url_for(endpoint, slug=slug)), changed) for slug, changed in slugs]


def site(path: str) -> str:
    """A path with the site's public address in front."""
    return str(current_app.config["SITE_URL"]) + path


def plain(text: str, mimetype: str) -> Response:
    """Text that is no page."""
    response = make_response(text)
    response.mimetype = mimetype
    return response


@room.get("/health")
def health() -> Response:
    """For whoever watches the site: 200 when database and index answer, else 503."""
    said = queries.health()
    response = jsonify(said)
    response.status_code = 200 if said["status"] == "ok" else 503
    return no_store(response)
