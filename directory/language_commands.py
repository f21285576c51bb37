"""The flask command that has a computer put offers into other languages, and says before what that costs."""

import sys
from collections.abc import Sequence
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from directory import translating
from directory.listings.languages import actions, queries
from directory.listings.languages.actions import Refused
from directory.listings.languages.queries import Job
from directory.translating import NotTranslated, Translator
from directory.web import language as tongues

# What NotTranslated means to whoever waits at a terminal.
WHY = {
    "away": "it does not answer",
    "busy": "it is busy",
    "garbled": "what it answers cannot be read",
    "refused": "it refuses us: look at TRANSLATE_KEY, TRANSLATE_URL and TRANSLATE_REGION",
    "spent": "what you pay it for is used up",
}


def init_app(app: Flask) -> None:
    """Registers the command."""
    app.cli.add_command(translate)


@click.command("translate")
@click.option("--language", "tags", multiple=True, metavar="TAG", help="Such as es; may be given again. Else all.")
@click.option("--limit", type=click.IntRange(1), help="At most so many offers in each language.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@with_appcontext
def translate(tags: Sequence[str], limit: int | None, yes: bool) -> None:
    """Put what offers say into other languages, where nobody has: shown as translated by a computer, not checked.

    Running it again goes on where it stopped; nothing is asked for twice that was kept, and no words of people are
    replaced. Exit code 1 when something was refused or the translator failed.
    """
    by = translating.translator()
    if by is None:
        raise click.ClickException("nothing is set to translate with: TRANSLATE_WITH (see README.md)")
    work = {tag: queries.jobs(tag, limit) for tag in known(by, tags)}
    told(by, work)
    if not any(work.values()):
        return
    if not yes:
        click.confirm("Go on?", abort=True)
    finished(*run(by, work))


def known(by: Translator, tags: Sequence[str]) -> list[str]:
    """The languages that were asked for, as far as this site and the translator know them; says which not."""
    ours = [tag for tag in tongues.languages() if tag != tongues.ENGLISH]
    if strange := [tag for tag in tags if tag not in ours]:
        raise click.BadParameter(f"{', '.join(strange)} is not among {', '.join(ours)}", param_hint="--language")
    wanted = list(dict.fromkeys(tags or ours))
    for tag in wanted:
        if tag not in by.codes:
            click.echo(f"{tag}: {by.name} does not know it; left out")
    return [tag for tag in wanted if tag in by.codes]


def told(by: Translator, work: dict[str, list[Job]]) -> None:
    """Says how much there is to do and what it costs."""
    letters = {tag: sum(actions.letters(by, job) for job in jobs) for tag, jobs in work.items()}
    for tag, jobs in work.items():
        offers = len({job.service_id for job in jobs})
        click.echo(f"{tag}: {offers} offers, {len(jobs)} texts, {letters[tag]:,} characters")
    price, every = current_app.config["TRANSLATE_PRICE"], sum(letters.values())
    if not every:
        click.echo("There is nothing to translate.")
    elif price:
        click.echo(f"In all {every:,} characters: about £{every * float(price) / 1e6:.2f} at {by.name}")
    else:
        click.echo(f"In all {every:,} characters at {by.name}; set TRANSLATE_PRICE to see what that costs")


def run(by: Translator, work: dict[str, list[Job]]) -> tuple[int, list[tuple[str, Refused]], str]:
    """Does it, with a progress bar: (texts done with, what was refused by language, why it ended early or "")."""
    done, refused = 0, []
    length = sum(map(len, work.values()))
    with bar(length) as progress:
        for tag, jobs in work.items():
            try:
                for number, some in actions.by_computer(by, jobs, tag):
                    progress.update(number)
                    done += number
                    refused += [(tag, one) for one in some]
            except NotTranslated as why:
                return done, refused, str(why)
    return done, refused, ""


def bar(length: int) -> Any:
    """A progress bar, where somebody looks."""
    return click.progressbar(length=length, label="Translating", file=sys.stderr, hidden=not sys.stderr.isatty())


def finished(done: int, refused: list[tuple[str, Refused]], why: str) -> None:
    """Says what came of it; exit code 1 when not everything did."""
    for tag, one in refused:
        click.echo(f"Refused, {tag}: {one.job.offer} ({one.job.field}): {one.why}", err=True)
    click.echo(f"{done - len(refused)} texts translated, {len(refused)} refused: these stay English")
    if why:
        raise click.ClickException(f"stopped early: {WHY.get(why, why)}. What was done is kept; run it again to go on")
    if refused:
        sys.exit(1)
