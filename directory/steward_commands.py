"""The flask command about funding: who has to be told that it ends."""

import click
from flask import Flask
from flask.cli import with_appcontext

from directory import clock
from directory.stewarding.programmes import actions, queries


def init_app(app: Flask) -> None:
    """Registers the command."""
    app.cli.add_command(waves)


@click.command("waves")
@click.option("--dry-run", is_flag=True, help="Tell what would be sent; write nothing.")
@with_appcontext
def waves(dry_run: bool) -> None:
    """Tell groups and stewards, eight weeks before, that offers end with their grant. Run it every day."""
    if dry_run:
        for due in queries.warnings_due(clock.today()):
            click.echo(f"{due.program.name}, until {due.program.ends}: {len(due.services)} offers")
        return
    click.echo(f"{actions.warn(clock.today())} letters written.")
