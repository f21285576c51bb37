"""The lists of a team: keep one, look whether it is still right, hand it over. Nothing on them tells of a patient."""

import hashlib
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, make_response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from directory import clock
from directory.models import Service, TeamList
from directory.signposting import queries as signposting
from directory.signposting import shape
from directory.signposting.team import actions, queries
from directory.signposting.team.forms import KeepForm, NameForm
from directory.signposting.team.queries import Kept, Team
from directory.web import access
from directory.web.access import may
from directory.web.cards import cards
from directory.web.page import page
from directory.web.shortlist import Shortlist

room = Blueprint("team", __name__, url_prefix="/desk/lists")


@room.get("")
@may()
def lists() -> Response:
    """The lists of somebody's teams, and how many offers of each are to be looked at."""
    found = queries.kept(queries.lists(access.user()))
    return page("signposting/team_lists.html", lists=[told(one) for one in found], teams=teams(),
                removed=request.args.get("done") == "removed")  # fmt: skip


@room.get("/keep")
@may()
def keep() -> Response:
    """Keeps the offers in the address: as a new list, or in place of one there is."""
    return show_keeping(asked(), Shortlist.of(request.args))


@room.post("/keep")
@may()
def save() -> AnyResponse:
    """Makes a new list."""
    form, chosen = asked(request.form), Shortlist.of(request.form)
    services = signposting.chosen(chosen.codes)
    team = next((one for one in teams() if one.key == form.team.data), None)
    if not form.validate() or not services or team is None:
        return make_response(show_keeping(form, chosen), 422)
    made = actions.keep(form.name.data or "", team, services, by=access.user())
    return redirect(url_for(".one", list_id=made.id, done="kept"), 303)


@room.get("/<uuid:list_id>")
@may()
def one(list_id: UUID) -> Response:
    """A list: what it holds, what changed since somebody looked at it, and what can be done with it."""
    kept = theirs(list_id)
    return show(kept, NameForm(data={"name": kept.name}))


@room.post("/<uuid:list_id>/offers")
@may()
def put(list_id: UUID) -> AnyResponse:
    """Puts other offers in its place, unless somebody else has changed it since the page was read."""
    kept, chosen = theirs(list_id), Shortlist.of(request.form)
    services = signposting.chosen(chosen.codes)
    late = request.form.get("print", "") != print_of(kept)
    if late or not services:
        return make_response(show_keeping(asked(), chosen, late=kept if late else None), 409 if late else 422)
    actions.replace(kept, services, by=access.user())
    return redirect(url_for(".one", list_id=list_id, done="kept"), 303)


@room.post("/<uuid:list_id>/name")
@may()
def rename(list_id: UUID) -> AnyResponse:
    """Calls it something else."""
    kept, form = theirs(list_id), NameForm(request.form)
    if not form.validate():
        return make_response(show(kept, form), 422)
    actions.rename(kept, form.name.data or "", by=access.user())
    return redirect(url_for(".one", list_id=list_id, done="kept"), 303)


@room.post("/<uuid:list_id>/looked")
@may()
def looked(list_id: UUID) -> AnyResponse:
    """Everything on it is still right."""
    actions.look(theirs(list_id), by=access.user())
    return redirect(url_for(".one", list_id=list_id, done="looked"), 303)


@room.post("/<uuid:list_id>/remove")
@may()
def remove(list_id: UUID) -> AnyResponse:
    """Takes it away."""
    actions.remove(theirs(list_id), by=access.user())
    return redirect(url_for(".lists", done="removed"), 303)


def theirs(list_id: UUID) -> TeamList:
    """The list, if it is of a team of whoever asks; else 404."""
    return queries.theirs(str(list_id), by=access.user()) or abort(404)


def teams() -> list[Team]:
    """The teams of whoever asks, each by its name."""
    staff = _("Everybody who looks after this site")
    return [Team(one.key, one.name or staff) for one in queries.teams(access.user())]


def asked(sent: Any = None) -> KeepForm:
    """The form of a new list, with the teams there are now."""
    form = KeepForm(sent)
    form.team.choices = [(one.key, one.name) for one in teams()]
    return form


def print_of(kept: TeamList) -> str:
    """Which list it is, and what it held when a page was made: a save made from something else is noticed."""
    return f"{kept.id}.{hashlib.sha256(','.join(kept.offers).encode()).hexdigest()[:16]}"


def told(kept: Kept) -> dict[str, Any]:
    """A list as pages tell of it."""
    codes = Shortlist().only(service.code for service in kept.services).written
    return {"list": kept.list, "number": len(kept.services), "to_look_at": kept.to_look_at, "gone": kept.gone,
            "print": print_of(kept.list), "codes": codes, "mine": kept.list.keeper_id == access.user().id}  # fmt: skip


def show(kept: TeamList, form: NameForm) -> Response:
    """The page of one list."""
    found = queries.kept([kept])[0]
    changed = signposting.changes(found.services, kept.looked_at, clock.today())
    made = zip(found.services, cards(found.services), strict=True) if found.services else ()
    items = [{"card": card, "flag": found.flags.get(service.id, ""), "lines": lines(service, changed, kept)}
             for service, card in made]  # fmt: skip
    return page("signposting/team_list.html", **told(found), items=items, form=form,
                today=clock.today(), done=request.args.get("done", ""))  # fmt: skip


def lines(service: Service, changed: dict[str, list[signposting.Change]], kept: TeamList) -> list[str]:
    """What the history of an offer tells of it since somebody looked at the list."""
    return [line for change in changed[service.id] for line in shape.told_since(change, service, kept.looked_at)]


def show_keeping(form: KeepForm, chosen: Shortlist, late: TeamList | None = None) -> Response:
    """The page that keeps a list. `late` is the list that somebody else has changed meanwhile."""
    services = signposting.chosen(chosen.codes)
    others = [told(one) for one in queries.kept(queries.lists(access.user()))]
    return page("signposting/keep_list.html", form=form, services=services, others=others, late=late,
                codes=chosen.written, made_from=chosen.kept)  # fmt: skip
