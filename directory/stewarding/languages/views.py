"""For stewards: the offers people read most, and what of them is missing or unchecked in a language."""

from flask import Blueprint, Response, request

from directory import clock, counts
from directory.models.user import ADMIN, STEWARD
from directory.stewarding.languages import queries
from directory.web import access, numbers, versions
from directory.web import language as tongues
from directory.web.access import may
from directory.web.page import page

room = Blueprint("lacking", __name__)


@room.get("/stewards/languages")
@may(STEWARD, ADMIN)
def languages() -> Response:
    """The languages to choose from, and what is lacking in the one that is chosen."""
    others = {tag: one for tag, one in tongues.languages().items() if tag != tongues.ENGLISH}
    into = others.get(request.args.get("in", ""))
    found = queries.lacking(access.user(), into.tag, clock.today()) if into else []
    listed = [(one.service, numbers.times(one.opened) if one.opened else "", versions.stand(one.stands))
              for one in found]  # fmt: skip
    return page("stewarding/languages.html", others=list(others.values()), into=into, listed=listed,
                least=counts.LEAST, most=queries.MOST)  # fmt: skip
