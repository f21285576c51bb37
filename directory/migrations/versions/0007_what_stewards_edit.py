"""Retired terms, waves of funding, crisis lines that wait for a second person; logos."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

OF_A_WAVE: dict[str, Any] = {
    "funder": sa.Text(),
    "amount": sa.Numeric(12, 2),
    "gss": sa.String(length=9),
    "starts": sa.Date(),
    "ends": sa.Date(),
}


def upgrade() -> None:
    op.add_column("revision", sa.Column("about", sa.String(length=200), nullable=True))
    op.add_column("taxonomy_term", sa.Column("retired", sa.Boolean(), server_default=sa.false(), nullable=False))
    for name, kind in OF_A_WAVE.items():
        op.add_column("program", sa.Column(name, kind, nullable=True))
    op.create_table(
        "grant_warning",
        sa.Column("service_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_grant_warning_service_id_service"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("service_id", "ends", name=op.f("pk_grant_warning")),
    )
    op.create_table(
        "crisis_proposal",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("values", sa.JSON(), nullable=True),
        sa.Column("by_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_crisis_proposal")),
    )
    op.create_table(
        "picture",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_picture")),
    )
    op.create_table(
        "passkey",
        sa.Column("credential", sa.String(length=1400), nullable=False),
        sa.Column("user_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_passkey_user_id_user"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("credential", name=op.f("pk_passkey")),
    )
    op.create_index(op.f("ix_passkey_user_id"), "passkey", ["user_id"])
    op.add_column("signed_in", sa.Column("passkey_challenge", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("signed_in", "passkey_challenge")
    op.drop_table("passkey")
    op.drop_table("picture")
    op.drop_table("crisis_proposal")
    op.drop_table("grant_warning")
    for name in reversed(OF_A_WAVE):
        op.drop_column("program", name)
    op.drop_column("taxonomy_term", "retired")
    op.drop_column("revision", "about")
