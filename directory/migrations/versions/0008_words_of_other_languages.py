"""Words people type in other languages."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("synonym", sa.Column("language", sa.String(length=20), server_default="en", nullable=False))


def downgrade() -> None:
    op.drop_column("synonym", "language")
