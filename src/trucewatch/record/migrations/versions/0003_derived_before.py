"""What was derived is kept with the groups of claims and the rules that it was derived by, to be used again."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NAME = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Add both; records of before have neither, and derive in full once."""
    op.add_column("derivation", sa.Column("rules", NAME))
    op.add_column("derivation", sa.Column("groups", sa.Text()))


def downgrade() -> None:
    """Drop both."""
    with op.batch_alter_table("derivation") as table:
        table.drop_column("groups")
        table.drop_column("rules")
