"""The flask commands about people and letters: `users` and `mail`. They are how the first admin comes to be."""

import click
from email_validator import EmailNotValidError, validate_email
from flask import Flask, current_app, url_for
from flask.cli import AppGroup
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from directory import index, mail
from directory.accounts import queries
from directory.accounts.members import actions
from directory.db import db
from directory.models import Organization, User
from directory.models.user import ADMIN, STEWARD

users = AppGroup("users", help="People who sign in: stewards, admins and partners.")
letters = AppGroup("mail", help="Letters on their way out.")


def init_app(app: Flask) -> None:
    """Registers the commands."""
    app.cli.add_command(users)
    app.cli.add_command(letters)


@users.command("add")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--role", type=click.Choice([STEWARD, ADMIN]), default=STEWARD, show_default=True)
@click.option("--borough", "boroughs", multiple=True, metavar="NAME", help="Of a steward, such as lewisham; or all.")
def add(email: str, name: str, role: str, boroughs: tuple[str, ...]) -> None:
    """Make EMAIL a steward or an admin, and send them a link to sign in with."""
    known = index.vocabulary().gss
    wrong = [one for one in boroughs if one != "all" and one not in known]
    if wrong or (role == STEWARD and not boroughs):
        raise click.UsageError(f"a steward needs --borough: all, or one or more of {', '.join(sorted(known))}")
    gss = [known[one] for one in boroughs if one != "all"]
    user = actions.add_staff(name=name, email=address(email), role=role, boroughs=gss, all_boroughs="all" in boroughs)
    send_now()
    click.echo(f"{user.email} is now {user.role}. A link that works for 7 days was sent {where()}.")


@users.command("invite")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--organisation", required=True, metavar="SLUG", help="The last part of its page's address.")
def invite(email: str, name: str, organisation: str) -> None:
    """Make EMAIL a partner of an organisation, and send them a link to sign in with."""
    found = db.session.scalars(select(Organization).where(Organization.slug == organisation)).first()
    if not found:
        raise click.UsageError(f"there is no organisation {organisation}")
    user = actions.invite(found, name=name, email=address(email), by=None)
    send_now()
    click.echo(f"{user.email} is invited to {found.name}. A link that works for 7 days was sent {where()}.")


@users.command("suspend")
@click.argument("email")
def suspend(email: str) -> None:
    """Sign EMAIL out everywhere at once and let nobody in with it."""
    actions.suspend(somebody(email))
    click.echo(f"{email} is suspended.")


@users.command("let-back")
@click.argument("email")
def let_back(email: str) -> None:
    """End a suspension."""
    actions.let_back(somebody(email))
    click.echo(f"{email} may sign in again.")


@users.command("reset-second-step")
@click.argument("email")
def reset_second_step(email: str) -> None:
    """For who lost phone and recovery codes. Make sure first that it is them: phone them."""
    actions.forget_app(somebody(email))
    click.echo(f"{email} sets up a new second step at the next sign-in.")


@users.command("list")
def list_() -> None:
    """Everyone, with role and boroughs or organisations."""
    names = {gss: name for name, gss in index.vocabulary().gss.items()}
    for user in queries.everybody():
        boroughs = ["all boroughs"] if user.all_boroughs else [names.get(one.gss, one.gss) for one in user.boroughs]
        for_whom = [*boroughs, *(one.organization.name for one in user.memberships)]
        state = "" if user.active else "suspended"
        click.echo("\t".join(filter(None, [user.email, user.name, user.role, ", ".join(for_whom), state])))


@users.command("demo")
def demo() -> None:
    """Print links that sign in a demo partner and a demo steward. Only with DEMO=1, for a site to play with."""
    if not current_app.config["DEMO"]:
        raise click.UsageError("this works only with DEMO=1")
    organization = db.session.scalars(select(Organization).order_by(Organization.slug)).first()
    if not organization:
        click.echo("There is no organisation yet, so there is nobody to be a demo partner of.")
        return
    for one in actions.make_demo(organization):
        with current_app.test_request_context():
            path = url_for("accounts.link", token=one.token)
        click.echo(f"{one.user.name}: {current_app.config['SITE_URL']}{path}")
        if one.recovery_code:
            click.echo(f"  second step: {one.recovery_code}")


@letters.command("send")
def send() -> None:
    """Send what is due. Running sites do this by themselves once a minute."""
    went, failed = mail.send_due()
    click.echo(f"{went} sent {where()}, {failed} could not be sent and will be tried again.")


@letters.command("list")
def waiting() -> None:
    """Letters that could not be sent yet, and why."""
    for letter in mail.waiting():
        click.echo(f"{letter.recipient}\t{letter.subject}\ttried {letter.attempts} times\t{letter.fault}")


def send_now() -> None:
    """Sends what was just written; when that fails it waits for the site."""
    try:
        mail.send_due()
    except SQLAlchemyError:
        click.echo("The letter waits and is sent later.", err=True)


def where() -> str:
    """How letters go out here."""
    server = current_app.config["MAIL_SERVER"]
    return f"through {server}" if server else f"as a file to {current_app.config['DATA_DIR']}/outbox"


def somebody(email: str) -> User:
    """Whoever has this address; a usage error when nobody has."""
    found = [user for user in queries.everybody() if user.email == queries.tidy(email)]
    if not found:
        raise click.UsageError(f"nobody here has the address {email}")
    return found[0]


def address(email: str) -> str:
    """An e-mail address one can write to; a usage error for anything else."""
    try:
        return str(validate_email(email, check_deliverability=False).normalized)
    except EmailNotValidError as wrong:
        raise click.UsageError(str(wrong)) from wrong
