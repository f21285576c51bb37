"""Revisions are never changed, and one that was altered behind our back is found."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from directory import clock as the_clock
from directory import revisions
from directory.db import db
from directory.models import Revision
from tests.makers import a_service
from tests.people import a_partner


def acted(service, by, **fields) -> Revision:
    """One act on an offer: {field: (before, after)}."""
    revisions.take_turn()
    made = revisions.write(
        service.id, "change", by=by,
        before={name: two[0] for name, two in fields.items()}, after={name: two[1] for name, two in fields.items()},
    )  # fmt: skip
    db.session.commit()
    return made


@pytest.fixture
def three(app):
    """An offer with three revisions, and who made them."""
    service = a_service()
    ana = a_partner(service.organization, name="Ana")
    for number in range(3):
        acted(service, ana, summary=(f"Sentence {number}", f"Sentence {number + 1}"), minimum_age=(None, None))
    return service


def test_numbers_have_no_gap_and_all_is_well(three):
    numbers = [one.number for one in revisions.of(three.id)]
    assert numbers == list(range(numbers[0], numbers[0] - 3, -1)) and revisions.verify() is None


def test_the_models_refuse_to_change_or_delete_one(three):
    last = revisions.newest()
    last.by_name = "Somebody else"
    with pytest.raises(revisions.Altered):
        db.session.commit()
    db.session.rollback()
    db.session.delete(revisions.newest())
    with pytest.raises(revisions.Altered):
        db.session.commit()
    db.session.rollback()


def test_the_database_refuses_to_change_one(three):
    with pytest.raises(DatabaseError):
        db.session.execute(sa.text("UPDATE revision SET by_name = 'Somebody else'"))
    db.session.rollback()


@pytest.mark.parametrize("spoil", ["delete", "alter"])
def test_what_was_done_behind_our_back_is_found(new_app, spoil):
    app = new_app()
    with app.app_context():
        service = a_service()
        ana = a_partner(service.organization, name="Ana")
        for number in range(4):
            acted(service, ana, summary=(str(number), str(number + 1)))
        assert revisions.verify() is None
        told = app.test_cli_runner().invoke(args=["verify"])
        assert told.exit_code == 0 and "All 4 revisions" in told.output
        if db.engine.dialect.name == "postgresql":
            db.session.execute(sa.text("DROP TRIGGER revision_stays ON revision"))
        else:
            db.session.execute(sa.text("DROP TRIGGER revision_stays"))
        what = "DELETE FROM revision WHERE number = 2" if spoil == "delete" else (
            "UPDATE revision SET by_name = 'Bea' WHERE number = 2"
        )  # fmt: skip
        db.session.execute(sa.text(what))
        db.session.commit()
        assert revisions.verify() == 2
        told = app.test_cli_runner().invoke(args=["verify"])
        assert told.exit_code == 1 and "revision 2 is missing, altered" in told.output


def test_what_changed_since_a_moment_is_told_by_field(app, clock):
    service, other = a_service(), a_service()
    ana = a_partner(service.organization)
    acted(service, ana, summary=("a", "b"), not_for=("x", "y"))
    since = the_clock.now()
    clock.move(hours=1)
    acted(service, ana, summary=("b", "c"), not_for=("y", "z"))
    clock.move(hours=1)
    acted(service, ana, summary=("c", "d"), not_for=("z", "y"))
    found = revisions.changed_since([service.id, other.id], since)
    assert found[service.id].fields == {"summary": ("b", "d", the_clock.now())}
    assert found[service.id].last == the_clock.now()
    assert found[other.id] == revisions.Since()
    assert revisions.changed_since([service.id], since + timedelta(days=1)) == {service.id: revisions.Since()}


def test_what_it_said_then_can_be_told(three):
    numbers = sorted(one.number for one in revisions.of(three.id))
    assert revisions.before(three.id, numbers[0]) == {"summary": "Sentence 1", "minimum_age": None}
    assert revisions.before(three.id, numbers[-1]) == {}
