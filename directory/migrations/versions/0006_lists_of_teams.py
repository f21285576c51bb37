"""Named lists of offers that teams keep."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "team_list",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("organization_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("offers", sa.JSON(), nullable=False),
        sa.Column("keeper_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("looked_at", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_team_list_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["keeper_id"], ["user.id"], name=op.f("fk_team_list_keeper_id_user"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_list")),
    )
    op.create_index(op.f("ix_team_list_organization_id"), "team_list", ["organization_id"])


def downgrade() -> None:
    op.drop_table("team_list")
