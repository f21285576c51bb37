"""The flask commands: thin doors to the rooms' actions."""

import importlib.metadata
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade
from sqlalchemy import inspect
from sqlalchemy.engine import Inspector
from sqlalchemy.exc import OperationalError
from werkzeug.datastructures import MultiDict

from directory import backup as backups
from directory import clock, counts, index, mail, plain_values, postcode_table, revisions, telling
from directory.accounts.members import actions as people
from directory.config import ROOT
from directory.content import actions as content
from directory.db import db
from directory.index import PAGE_SIZE
from directory.listings.keeping import actions as keeping
from directory.open_referral import actions as open_referral
from directory.open_referral import queries
from directory.postcode_files import BadPostcodeFile
from directory.postcodes import About, Postcodes
from directory.reports import actions as reports
from directory.search import actions as search

SEED = ROOT / "seed"
LONDON = "ONS Postcode Directory, Greater London"  # the source of a table built from the package
PATIENCE = 2.0  # seconds before a progress bar is worth its line


def init_app(app: Flask) -> None:
    """Registers every command."""
    for command in (import_, seed, postcodes, explain, gaps, backup, restore, verify, remind):
        app.cli.add_command(command)


def progress(items: Sequence[Any], label: str) -> Iterable[Any]:
    """`items`, with a progress bar on a terminal once they take longer than two seconds."""
    begun, bar = time.monotonic(), None
    for done, item in enumerate(items):
        if bar is None and sys.stderr.isatty() and time.monotonic() - begun > PATIENCE:
            bar = click.progressbar(length=len(items), label=label, file=sys.stderr)
            bar.update(done)
        yield item
        if bar:
            bar.update(1)
    if bar:
        bar.render_finish()


def _day(_context: click.Context, _option: click.Parameter, value: str | None) -> date:
    day, problem = plain_values.day(value) if value else (clock.today(), "")
    if day is None:
        raise click.BadParameter(problem)
    return day


def _need_tables() -> None:
    """Stops with a word of advice when the database is new and bare."""
    if not _answering().has_table("service"):
        raise click.ClickException("the database has no tables yet; first run: make data")


def _answering() -> Inspector:
    """The database, seen to answer; whoever waits at a terminal is told when it does not."""
    try:
        return inspect(db.engine)
    except OperationalError as why:
        first = str(why.orig).partition("\n")[0]
        raise click.ClickException(f"the database does not answer: {first}") from why


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.File("rb"), metavar="FILE...")
@click.option("--strict", is_flag=True, help="All or nothing: one refused record, and none is taken.")
@click.option("--dry-run", is_flag=True, help="Tell what would happen; write nothing.")
@click.option("--shift-dates", is_flag=True, help="Move all dates so that the newest confirmation is today.")
@click.option("--as-of", callback=_day, metavar="DATE", help="Another day for today, like 2026-11-21.")
@with_appcontext
def import_(files: Sequence[BinaryIO], strict: bool, dry_run: bool, shift_dates: bool, as_of: date) -> None:
    """Take in services: NDJSON, a JSON array or an Open Referral page. FILE may be - for what is piped in."""
    _need_tables()
    sent = [(getattr(file, "name", "<stdin>"), file.read()) for file in files]
    if not dry_run:
        search.load_words(SEED)  # the terms of our vocabulary have to be known before records can name them
    outcome = open_referral.import_services(
        sent, as_of=as_of, strict=strict, dry_run=dry_run, shift_dates=shift_dates, progress=progress
    )
    _tell("Warnings: what was dropped, mended or missing", outcome.warnings)
    _tell("Rejected", outcome.refusals)
    if strict and outcome.rejected:
        click.echo("Nothing was saved, because of --strict.")
    if dry_run:
        click.echo("Nothing was saved: this was a dry run. It would have been:")
    click.echo(
        f"{outcome.added} added, {outcome.changed} changed, {outcome.unchanged} unchanged, "
        f"{outcome.rejected} rejected, {len(outcome.warnings)} warnings"
    )
    if outcome.rejected:
        sys.exit(1)


def _tell(title: str, notes: Sequence[object]) -> None:
    """The notes on the error stream, one a line."""
    if notes:
        click.echo(f"{title}:", err=True)
    for note in notes:
        click.echo(f"  {note}", err=True)


@click.command("seed")
@with_appcontext
def seed() -> None:
    """Bring the tables up to date and load seed/: words, places, crisis lines and, with SEED=sample, sample offers.

    What is there already stays as people have edited it.
    """
    _answering()
    upgrade()
    loaded = [*search.load_words(SEED), *content.load_crisis_help(SEED)]
    if current_app.config["SEED"] == "sample" and queries.has_never_held_offers():
        files = [(path.name, path.read_bytes()) for path in sorted((SEED / "offers").glob("*.ndjson"))]
        outcome = open_referral.import_services(
            files, as_of=clock.today(), strict=True, shift_dates=True, progress=progress
        )
        _tell("Rejected", outcome.refusals)
        if outcome.rejected:
            sys.exit(1)
        loaded.append(f"{outcome.added} sample offers")
    if not current_app.config["DEMO"]:
        people.drop_demo()
    click.echo(f"Loaded: {', '.join(loaded)}" if loaded else "Seeded already: nothing to do")


@click.command("explain")
@click.argument("words")
@click.option("--near", default="", help="A postcode or a place.")
@click.option("--top", default=10, type=click.IntRange(1, PAGE_SIZE), help="How many offers to show.")
@with_appcontext
def explain(words: str, near: str, top: int) -> None:
    """Say why the first offers of a search stand where they do: the rank and score of each of their parts."""
    _need_tables()
    found = index.explain(index.asked(MultiDict({"q": words, "near": near})))
    click.echo("\n".join(telling.understood(found)))
    click.echo("\n".join(telling.table(found.offers[:top])))


@click.group("postcodes")
def postcodes() -> None:
    """The offline table of postcodes."""


@postcodes.command("build")
@with_appcontext
def build() -> None:
    """Build the table of Greater London from the installed package, unless it is there or you have loaded another."""
    target = _postcode_file()
    held = Postcodes(target).about() if target.exists() else About()
    package = postcode_table.PACKAGE_DATES.get(importlib.metadata.version(postcode_table.PACKAGE), "")
    if held.rows and (held.source != LONDON or held.date == package):
        click.echo(f"Postcodes are there already: {held.source} {held.date}")
        return
    _make(lambda told: postcode_table.build(target, told))


@postcodes.command("load")
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@with_appcontext
def load(file: Path) -> None:
    """Load the official Code-Point Open zip, or an ONSPD or NSPL CSV or zip, in place of the table there is."""
    _make(lambda told: postcode_table.load(file, _postcode_file(), told))


def _postcode_file() -> Path:
    folder = Path(current_app.config["DATA_DIR"])
    folder.mkdir(parents=True, exist_ok=True)
    return folder / "postcodes.sqlite"


def _make(table: Callable[[Callable[[float], None]], About]) -> None:
    """Makes a table with a progress bar, and says what came out or why nothing did."""
    with click.progressbar(length=100, label="Postcodes", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        try:
            about = table(lambda share: bar.update(int(share * 100) - bar.pos))
        except BadPostcodeFile as wrong:
            raise click.ClickException(str(wrong)) from wrong
    click.echo(f"{about.rows} postcodes: {about.source} {about.date}")


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def backup(file: Path) -> None:
    """Write everything this site cannot make again into FILE, while it runs. Keep FILE safe: it holds addresses."""
    _need_tables()
    try:
        about = backups.write(file, Path(current_app.config["DATA_DIR"]))
    except OSError as why:
        raise click.ClickException(f"{file} cannot be written: {why.strerror}") from why
    click.echo(f"{file}: {sum(about.rows.values())} rows of {len(about.rows)} tables, {about.files} files")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Take away the offers there are now.")
@with_appcontext
def restore(file: Path, replace: bool) -> None:
    """Put a backup back in place of what the database holds; a site that runs answers from it at its next search."""
    _answering()
    upgrade()
    if not (replace or queries.has_never_held_offers()):
        raise click.ClickException("this site holds offers; to put the backup in their place: --replace")
    try:
        found = backups.Backup(file)
        backups.restore(found, Path(current_app.config["DATA_DIR"]))
    except backups.BadBackup as why:
        raise click.ClickException(f"{file} was not put back: {why}. Nothing was changed") from why
    click.echo(
        f"Put back as of {found.about.made_at}: {sum(found.about.rows.values())} rows, {found.about.files} files"
    )


@click.command("verify")
@with_appcontext
def verify() -> None:
    """Look whether any revision was altered or taken out behind the site's back; exit code 1 when one was."""
    _need_tables()
    wrong = revisions.verify()
    if wrong is not None:
        raise click.ClickException(f"revision {wrong} is missing, altered or out of its place")
    last = revisions.newest()
    click.echo(f"All {last.number if last else 0} revisions are as they were written")


@click.command()
@click.option("--dry-run", is_flag=True, help="Tell who would get a letter; write and send nothing.")
@with_appcontext
def remind(dry_run: bool) -> None:
    """Ask groups whether their offers are still right, tell stewards, and forget who reported something long ago.

    To be run once a day; running it again, or twice at once, sends nothing twice.
    """
    _need_tables()
    found = keeping.remind(dry_run=dry_run)
    for one in found:
        click.echo(f"{one.name}: {one.offers} offers to confirm, {one.letters} letters")
    letters, groups = sum(one.letters for one in found), len(found)
    if dry_run:
        click.echo(f"{letters} letters would go to {groups} groups. Nothing was written: this was a dry run.")
        return
    forgotten = reports.forget()
    went, failed = mail.send_due()
    click.echo(f"{letters} letters written for {groups} groups; {went} letters sent, {failed} will be tried again")
    if forgotten:
        click.echo(f"{forgotten} old reports forgotten")


@click.command()
@with_appcontext
def gaps() -> None:
    """Tell for which area of life and postcode district nothing was found, where that was 5 times or more."""
    for key, number in counts.often(counts.GAPS).items():
        click.echo(f"{number:6}  {key}")
