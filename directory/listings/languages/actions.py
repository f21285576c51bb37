"""Writing what an offer says in another language: by people, live at once, and by a computer, in lots."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from directory import clock, revisions, translating
from directory.db import db
from directory.index import changes
from directory.listings.actions import Changed, apply
from directory.listings.languages import queries
from directory.listings.languages.forms import Answer
from directory.listings.languages.queries import Job, is_for_a_computer
from directory.listings.languages.shape import key, version
from directory.listings.queries import is_steward
from directory.models import Service, Translation, User
from directory.protecting import Held, Mangled, hold, put_back, worth_sending
from directory.translating import Translator

LOT = 20  # texts a computer puts into a language between two commits


def translate(service: Service, tag: str, answer: Answer, *, print: str, by: User) -> bool:
    """Makes an offer say this in a language; an empty text takes the version away. Returns whether anything changed.

    Raises Changed, and saves nothing, when the texts or their English are otherwise than on the form (`print`).
    """
    revisions.take_turn()
    if queries.print_of(service, tag) != print:
        db.session.rollback()
        raise Changed([key(tag)])
    old = queries.versions(service, tag)
    made = {
        name: version(old.get(name), text, english=service.english(name), right=name in answer.right, by=by.name,
                      role=answer.role)
        for name, text in answer.texts.items()
    }  # fmt: skip
    said = {name: one for name, one in (old | made).items() if one}
    changed = apply(service, {key(tag): said or None}, "change", by=by, shown=is_steward(service, by))
    db.session.commit()
    return changed


@dataclass(frozen=True)
class Refused:
    """A text that stays English because what came back cannot be shown, and why."""

    job: Job
    why: str


def by_computer(by: Translator, jobs: Sequence[Job], tag: str) -> Iterator[tuple[int, list[Refused]]]:
    """Puts texts into a language, a few at a time, each lot committed: (how many texts of it were done with, refused).

    Whatever happens between two lots, what was committed is not asked for again. Raises NotTranslated.
    """
    for at in range(0, len(jobs), LOT):
        lot = jobs[at : at + LOT]
        held = [lines_of(by, job) for job in lot]
        asked = [line.sent for lines in held for line in lines if worth_sending(line)]
        answers = iter(translating.translate(by, asked, tag))
        made, refused = [], []
        for job, lines in zip(lot, held, strict=True):
            said = [next(answers) if worth_sending(line) else "" for line in lines]
            try:
                made.append((job, whole(lines, said, tag)))
            except Mangled as why:
                refused.append(Refused(job, str(why)))
        keep(made, tag)
        yield len(lot), refused


def lines_of(by: Translator, job: Job) -> list[Held]:
    """A text line by line, as it is sent: markup keeps no ends of lines."""
    return [hold(line, job.names, by.markup) for line in job.english.split("\n")]


def letters(by: Translator, job: Job) -> int:
    """How many characters a translator counts of a text, its markup included."""
    return sum(len(line.sent) for line in lines_of(by, job) if worth_sending(line))


def whole(lines: Sequence[Held], answers: Sequence[str | None], tag: str) -> str:
    """A text put together from its translated lines. Raises Mangled when one of them cannot be shown."""
    found = []
    for line, answer in zip(lines, answers, strict=True):
        if answer is None:
            raise Mangled("the translator would not take it")
        found.append(put_back(line, answer, tag) if worth_sending(line) else line.text)
    return "\n".join(found)


def keep(made: Sequence[tuple[Job, str]], tag: str) -> None:
    """Keeps what a computer has made of English that is still there, unless people or another run were quicker."""
    revisions.take_turn()
    known = {one.id: one for one in queries.with_names(list({job.service_id for job, _text in made}))}
    touched: set[str] = set()
    for job, text in made:
        service = known.get(job.service_id)
        if service is None or service.english(job.field) != job.english:
            continue
        old = next((one for one in service.translations if (one.language, one.field) == (tag, job.field)), None)
        if not is_for_a_computer(old, job.english):
            continue
        row = old or Translation(service_id=service.id, language=tag, field=job.field, by_computer=True)
        row.text, row.made_from, row.at = text, job.english, clock.now()
        db.session.add(row)
        touched.add(service.id)
    changes.record(sorted(touched))
    db.session.commit()
