"""The page that says why offers stand where they do in a search; what is typed there is in no address and no log."""

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict

from directory import index
from directory.models.user import ADMIN, STEWARD
from directory.stewarding.explain.forms import ExplainForm, told
from directory.web.access import may
from directory.web.page import no_store, page

room = Blueprint("explaining", __name__, url_prefix="/stewards")


@room.get("/explain")
@may(STEWARD, ADMIN)
def explain() -> Response:
    """Asks for a search."""
    return no_store(page("stewarding/explain.html", form=ExplainForm(), told=None))


@room.post("/explain")
@may(STEWARD, ADMIN)
def explained() -> Response:
    """Takes a search apart. It is sent as a form, so that it stands in no address, history or log."""
    form = ExplainForm(request.form)
    asked = index.asked(MultiDict({"q": form.q.data or "", "near": form.near.data or ""}))
    return no_store(page("stewarding/explain.html", form=form, told=told(index.explain(asked))))
