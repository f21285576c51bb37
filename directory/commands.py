"""The flask commands: thin doors to the rooms' actions."""

import sys
import time
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, BinaryIO

import click
from flask import Flask

from directory import clock, plain_values
from directory.open_referral import actions as open_referral

PATIENCE = 2.0  # seconds before a progress bar is worth its line


def init_app(app: Flask) -> None:
    """Registers every command."""
    for command in (import_,):
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


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.File("rb"), metavar="FILE...")
@click.option("--strict", is_flag=True, help="All or nothing: one refused record, and none is taken.")
@click.option("--dry-run", is_flag=True, help="Tell what would happen; write nothing.")
@click.option("--shift-dates", is_flag=True, help="Move all dates so that the newest confirmation is today.")
@click.option("--as-of", callback=_day, metavar="DATE", help="Another day for today, like 2026-11-21.")
def import_(files: Sequence[BinaryIO], strict: bool, dry_run: bool, shift_dates: bool, as_of: date) -> None:
    """Take in services: NDJSON, a JSON array or an Open Referral page. FILE may be - for what is piped in."""
    sent = [(file.name, file.read()) for file in files]
    outcome = open_referral.import_services(
        sent, as_of=as_of, strict=strict, dry_run=dry_run, shift_dates=shift_dates, progress=progress
    )
    _tell("Warnings: taken, but a doubtful value was dropped or mended", outcome.warnings)
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
