"""An offer in other languages: how each stands, and the page where one is written beside the English."""

from uuid import UUID

from flask import Blueprint, Response, abort, make_response, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from directory.listings import queries as desk
from directory.listings.actions import Changed
from directory.listings.languages import actions, forms, queries
from directory.listings.languages.forms import Answer
from directory.listings.views import theirs
from directory.models import Service
from directory.web import access, labels, versions
from directory.web import language as tongues
from directory.web.access import may
from directory.web.language import Language
from directory.web.page import page

room = Blueprint("languages", __name__)


@room.get("/desk/offers/<uuid:service_id>/languages")
@may()
def languages(service_id: UUID) -> Response:
    """How an offer stands in each language of the site."""
    service = theirs(service_id)
    others = [one for one in tongues.languages().values() if one.tag != tongues.ENGLISH]
    found = queries.standings(service, [one.tag for one in others])
    listed = [(one, versions.stand(found[one.tag])) for one in others]
    saved = "saved" if request.args.get("done") == "saved" else ""
    return page("listings/languages.html", service=service, listed=listed, done=saved)


@room.get("/desk/offers/<uuid:service_id>/languages/<code>")
@may()
def edit(service_id: UUID, code: str) -> Response:
    """The English of an offer, and beside it what it says in one language."""
    return show(theirs(service_id), other(code))


@room.post("/desk/offers/<uuid:service_id>/languages/<code>")
@may()
def save(service_id: UUID, code: str) -> AnyResponse:
    """Saves a language; with a mistake in it, or when somebody else was quicker, what was typed stays."""
    service, into = theirs(service_id), other(code)
    steward, print_ = desk.is_steward(service, access.user()), request.form.get("print", "")
    answer = forms.read(service, queries.versions(service, into.tag), request.form, steward=steward)
    if answer.problems:
        return make_response(show(service, into, answer=answer, print_=print_), 422)
    try:
        actions.translate(service, into.tag, answer, print=print_, by=access.user())
    except Changed:
        return make_response(show(service, into, answer=answer, late=True), 409)
    return redirect(url_for(".languages", service_id=service.id, done="saved", _anchor=into.tag), 303)


def other(code: str) -> Language:
    """The language of a tag; 404 for English and for what this site does not speak."""
    found = tongues.languages().get(code)
    return found if found and found.tag != tongues.ENGLISH else abort(404)


def show(
    service: Service, into: Language, *, answer: Answer | None = None, print_: str = "", late: bool = False
) -> Response:
    """The page of one language. `late`: somebody has changed the texts or their English meanwhile."""
    steward, problems = desk.is_steward(service, access.user()), answer.problems if answer else {}
    sent: MultiDict[str, str] | None = request.form if answer else None
    known = (one.checked_by for one in service.translations if one.language == into.tag and one.checked_by)
    return page(
        "listings/language.html", service=service, into=into, late=late, problems=problems, steward=steward,
        called=labels.language(into.tag.partition("-")[0]),
        items=forms.asked(service, into.tag, sent=sent, steward=steward, problems=problems),
        role=request.form.get("role", "") if answer else next(known, ""),
        print=print_ or queries.print_of(service, into.tag),
    )  # fmt: skip
