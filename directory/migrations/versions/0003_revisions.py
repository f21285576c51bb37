"""What was done to each offer, and what waits for a steward."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# A revision is never changed, not even by hand in the database.
GUARD = {
    "sqlite": """
        CREATE TRIGGER revision_stays BEFORE UPDATE ON revision
        BEGIN SELECT RAISE(ABORT, 'a revision is never changed'); END
    """,
    "postgresql": """
        CREATE FUNCTION revision_stays() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'a revision is never changed'; END $$;
        CREATE TRIGGER revision_stays BEFORE UPDATE ON revision
        FOR EACH ROW EXECUTE FUNCTION revision_stays()
    """,
}


def upgrade() -> None:
    op.create_table(
        "revision",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("service_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_revision")),
    )
    op.create_index(op.f("ix_revision_service_id"), "revision", ["service_id"])
    op.create_table(
        "unseen",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("service_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["number"], ["revision.number"], name=op.f("fk_unseen_number_revision"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_unseen_service_id_service"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_unseen")),
    )
    op.create_index(op.f("ix_unseen_service_id"), "unseen", ["service_id"])
    op.create_table(
        "waiting",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("service_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("made_from", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_waiting_service_id_service"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting")),
        sa.UniqueConstraint("service_id", "field", name=op.f("uq_waiting_service_id_field")),
    )
    op.create_index(op.f("ix_waiting_service_id"), "waiting", ["service_id"])
    op.add_column("service", sa.Column("full_until", sa.Date(), nullable=True))
    op.add_column("service", sa.Column("checking", sa.JSON(), server_default="[]", nullable=False))
    op.execute(GUARD[op.get_bind().dialect.name])


def downgrade() -> None:
    op.drop_column("service", "checking")
    op.drop_column("service", "full_until")
    op.drop_table("waiting")
    op.drop_table("unseen")
    op.drop_table("revision")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION revision_stays()")
