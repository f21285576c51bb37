"""The pages where stewards edit words, places, areas of life, crisis lines and programmes."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, make_response, redirect, request, url_for
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response as AnyResponse

from directory import clock
from directory.models import Revision
from directory.models.user import ADMIN, STEWARD
from directory.stewarding import actions, forms, queries, shape
from directory.stewarding.actions import Changed
from directory.stewarding.shape import Values
from directory.web import access, labels, language
from directory.web.access import may
from directory.web.fields import Asked
from directory.web.page import page

room = Blueprint("stewarding", __name__, url_prefix="/stewards")

KIND = "<any(terms, words, places, areas, lines, programmes):kind>"
MOST = 60  # on a page of a list
NAMES = {
    "terms": lazy_gettext("Names of kinds of help, needs and groups"),
    "words": lazy_gettext("Words people type"),
    "places": lazy_gettext("Places"),
    "areas": lazy_gettext("Areas of life"),
    "lines": lazy_gettext("Crisis lines"),
    "programmes": lazy_gettext("Programmes and funding"),
}
NEW = {
    "terms": lazy_gettext("Add a name"),
    "words": lazy_gettext("Add words people type"),
    "places": lazy_gettext("Add a place"),
    "lines": lazy_gettext("Add a crisis line"),
    "programmes": lazy_gettext("Add a programme or funding"),
}


@room.get("")
@may(STEWARD, ADMIN)
def overview() -> Response:
    """What there is to edit, and which crisis lines have to be looked at."""
    lines, today = queries.lines(), clock.today()
    return page(
        "stewarding/overview.html", names=NAMES, waits=len(queries.proposals()),
        unchecked=sum(queries.is_unchecked(one, today) for one in lines.values()),
    )  # fmt: skip


@room.get(f"/{KIND}")
@may(STEWARD, ADMIN)
def listed(kind: str) -> Response:
    """Everything of a kind, or what holds some words."""
    every, find = queries.every(kind, access.user()), request.args.get("find", "").strip()[:100]
    waits = queries.proposals() if kind == "lines" else {}
    every = {key: one.values for key, one in waits.items() if one.values and key not in every} | every
    found = {key: one for key, one in every.items() if find.casefold() in " ".join(said(kind, one)).casefold()}
    items = [item(kind, key, one) for key, one in list(found.items())[:MOST]]
    return page(
        "stewarding/list.html", kind=kind, name=NAMES[kind], new=NEW.get(kind), items=items, total=len(found),
        find=find, many=len(every) > 20, done=request.args.get("done", ""), waits=waits,
    )  # fmt: skip


@room.get(f"/{KIND}/history")
@may(STEWARD, ADMIN)
def recent(kind: str) -> Response:
    """What was done lately; what was taken away is found here."""
    told = [act(one) for one in queries.recent(kind, access.user())]
    return page("stewarding/recent.html", kind=kind, name=NAMES[kind], told=told)


@room.get(f"/{KIND}/new")
@may(STEWARD, ADMIN)
def new(kind: str) -> Response:
    """Asks about a new one."""
    form = asked_new(kind, None)
    if kind == "words":
        form.same.data = request.args.get("means", "")[:200]
    return page("stewarding/edit.html", kind=kind, key="", name=NEW[kind], form=form, new=True)


@room.post(f"/{KIND}/new")
@may(STEWARD, ADMIN)
def add(kind: str) -> AnyResponse:
    """Adds it."""
    form = asked_new(kind, request.form)
    if not form.validate():
        return make_response(page("stewarding/edit.html", kind=kind, key="", name=NEW[kind], form=form, new=True), 422)
    key = actions.add(kind, answered(kind, form, {}), by=access.user())
    return redirect(url_for(".one", kind=kind, key=key, done="saved"), 303)


@room.get(f"/{KIND}/<key>")
@may(STEWARD, ADMIN)
def one(kind: str, key: str) -> Response:
    """One of them, to be changed."""
    return again(kind, key)


@room.post(f"/{KIND}/<key>")
@may(STEWARD, ADMIN)
def save(kind: str, key: str) -> AnyResponse:
    """Makes it say what was typed. What somebody has taken away meanwhile comes back, once its writer was told."""
    by = access.user()
    said = queries.last(kind, key, by) or theirs(kind, key)
    form = forms.asked(kind, request.form, new=False, by=by)
    form.since(said)
    if not form.validate():
        return make_response(show(kind, key, said, form), 422)
    try:
        actions.change(kind, key, answered(kind, form, said), print=request.form.get("print", ""), by=by)
    except Changed:
        now = {} if queries.last(kind, key, by) else theirs(kind, key)
        return make_response(show(kind, key, now, form, late=True), 409)
    return redirect(url_for(".one", kind=kind, key=key, done="saved"), 303)


@room.post(f"/{KIND}/<key>/retire")
@may(STEWARD, ADMIN)
def retire(kind: str, key: str) -> AnyResponse:
    """Takes it away."""
    now = theirs(kind, key)
    if not shape.may_retire(kind, key, now):
        abort(404)
    try:
        actions.retire(kind, key, print=request.form.get("print", ""), by=access.user())
    except Changed:
        return make_response(again(kind, key, late=True), 409)
    return redirect(url_for(".listed", kind=kind, done="held" if kind == "lines" else "retired"), 303)


@room.get(f"/{KIND}/<key>/history")
@may(STEWARD, ADMIN)
def history(kind: str, key: str) -> Response:
    """What was done to one, there or not any more."""
    return show_history(kind, key)


@room.post(f"/{KIND}/<key>/version/<int:number>")
@may(STEWARD, ADMIN)
def bring_back(kind: str, key: str, number: int) -> AnyResponse:
    """Brings an earlier version back."""
    told(kind, key)
    newest = request.form.get("newest", type=int) or 0
    try:
        if not actions.bring_back(kind, key, number, newest=newest, by=access.user()):
            abort(404)
    except Changed:
        return make_response(show_history(kind, key, late=True), 409)
    return redirect(url_for(".one", kind=kind, key=key, done="saved"), 303)


@room.post("/lines/<key>/<any(confirm, refuse):decision>")
@may(STEWARD, ADMIN)
def decide(key: str, decision: str) -> AnyResponse:
    """A second person confirms what waits for a crisis line, or somebody takes it back."""
    theirs("lines", key)
    print_, alone = request.form.get("print", ""), False
    try:
        if decision == "refuse":
            actions.refuse(key, print=print_, by=access.user())
        else:
            alone = not actions.confirm(key, print=print_, by=access.user())
    except Changed:
        return make_response(again("lines", key, late=True), 409)
    if alone:
        return make_response(again("lines", key, alone=True), 422)
    return redirect(url_for(".listed", kind="lines", done=decision), 303)


def theirs(kind: str, key: str) -> Values:
    """What it says now, if whoever asks may edit it; else 404. A crisis line that only waits yet says nothing."""
    now = queries.one(kind, key, access.user())
    if now is None and kind == "lines" and key in queries.proposals():
        return {}
    return now if now is not None else abort(404)


def asked_new(kind: str, sent: Any) -> Asked:
    """The form of a new one; 404 when there can be no more of the kind."""
    return forms.asked(kind, sent, new=True, by=access.user()) if shape.may_add(kind) else abort(404)


def answered(kind: str, form: Asked, now: Values) -> Values:
    """The answers, with what goes with them that nobody is asked."""
    values = form.values()
    if kind == "lines":
        checked = values.pop("checked")
        fresh = {"checked_on": clock.today().isoformat(), "checked_by": access.user().name}
        values |= fresh if checked else {name: now.get(name) for name in fresh}
    if kind == "programmes" and not now:
        values |= {"offers": [], "organization_id": None}
    return values


def show(kind: str, key: str, now: Values, form: Asked, *, late: bool = False, alone: bool = False) -> Response:
    """The page of one of them. `late`: somebody has changed it meanwhile; `alone`: it takes a second person."""
    held, by = queries.proposals().get(key) if kind == "lines" else None, access.user()
    said = now or (held and held.values) or queries.last(kind, key, by) or {}
    return page(
        "stewarding/edit.html", kind=kind, key=key, **called(kind, said), form=form, names=NAMES[kind], new=False,
        now=now, held=held, alone=alone, late=late, says=forms.differences(kind, {}, now, by) if late else (),
        print=request.form.get("print", "") if form.errors else shape.print_of(now, held),
        may_retire=bool(now) and shape.may_retire(kind, key, now),
        changes=forms.differences(kind, now, held.values or {}, by) if held else [],
        held_print=shape.print_of(held.values) if held else "", me=by, done=request.args.get("done", ""),
        words=leading(key) if kind == "terms" else (), unchecked=kind == "lines" and now and is_unchecked(now),
        offers=queries.services(now.get("offers", ())) if kind == "programmes" else (),
    )  # fmt: skip


def again(kind: str, key: str, **why: bool) -> Response:
    """The page of one of them as it is by now."""
    now = theirs(kind, key)
    form = forms.asked(kind, None, new=False, by=access.user())
    form.fill(now)
    return show(kind, key, now, form, **why)


def is_unchecked(now: Values) -> bool:
    """Whether a crisis line has to be checked today."""
    return queries.is_unchecked(now, clock.today())


def show_history(kind: str, key: str, *, late: bool = False) -> Response:
    """The page of what was done to one."""
    found, now = told(kind, key), queries.one(kind, key, access.user())
    values = found[0].after or found[0].before if found else now
    return page(
        "stewarding/history.html", kind=kind, key=key, **called(kind, values or {}), late=late,
        told=[act(one) for one in found], newest=found[0].number if found else 0, there=now is not None,
    )  # fmt: skip


def told(kind: str, key: str) -> list[Revision]:
    """What was done to one; 404 when there never was one, or when it is of a borough of somebody else."""
    found, by = list(queries.history(kind, key)), access.user()
    once = bool(found) and queries.may_bring_back(kind, found[0].after or found[0].before, by)
    return found if once or queries.one(kind, key, by) is not None else abort(404)


def act(revision: Revision) -> dict[str, Any]:
    """A revision in words."""
    kind, _colon, key = (revision.about or "").partition(":")
    return {
        "kind": kind, "key": key, **called(kind, revision.after or revision.before or {}), "by": revision.by_name,
        "act": forms.ACTS.get(revision.act, revision.act), "at": revision.at, "number": revision.number,
        "differences": forms.differences(kind, revision.before, revision.after, access.user()),
        "can_come_back": bool(revision.after) and revision.act not in ("propose", "send_back"),
    }  # fmt: skip


def title(kind: str, values: Values) -> str:
    """What one of them is called: words people type by the first few, English ones in our letters."""
    if kind == "words":
        typed = values.get("typed", ())
        ours = [one for one in typed if one.isascii()] if tongue(values) == language.ENGLISH else []
        return ", ".join((ours or typed)[:3])
    return str(values.get("name") or "")


def tongue(values: Values) -> str:
    """The language one of them is named in."""
    return str(values.get("language") or language.ENGLISH)


def called(kind: str, values: Values) -> dict[str, str]:
    """Its name, and the language of that with a name for it where that is not English."""
    code = tongue(values)
    spoken = "" if code == language.ENGLISH else labels.language(code)
    return {"name": title(kind, values), "lang": code, "tongue": spoken}


def said(kind: str, values: Values) -> list[str]:
    """The words of one by which it is found in a list."""
    words = [*values["typed"], *values["same"], *values["narrower"], *values["related"]] if kind == "words" else []
    return [title(kind, values), *words, *values.get("also", ())]


def item(kind: str, key: str, values: Values) -> dict[str, Any]:
    """One of them in a list."""
    ends = date.fromisoformat(values["ends"]) if values.get("ends") else None
    return {
        "key": key, **called(kind, values), "more": str(forms.LISTS.get(values.get("taxonomy") or "", "")),
        "ends": ends, "offers": len(values.get("offers", ())),
        "unchecked": kind == "lines" and is_unchecked(values),
    }  # fmt: skip


def leading(target: str) -> list[dict[str, str]]:
    """The groups of words that lead to a term."""
    every = queries.words(access.user())
    found = {key: one for key, one in every.items() if any(target in one[level] for level in shape.LEVELS)}
    return [{"key": key} | called("words", one) for key, one in found.items()]
