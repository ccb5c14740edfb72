"""Reports, extractions, claims, incidents, findings, checks, and what could not be read."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NAME = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Create the first schema."""
    op.create_table(
        "reports",
        sa.Column("id", NAME, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("published", NAME),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
    )
    op.create_table(
        "extractions",
        sa.Column("report_id", NAME, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("extractor", NAME, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("report_id", name="pk_extractions"),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_extractions_report_id"),
    )
    op.create_table(
        "claims",
        sa.Column("id", NAME, nullable=False),
        sa.Column("report_id", NAME, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", NAME, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_claims"),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_claims_report_id"),
    )
    op.create_index("ix_claims_report_id", "claims", ["report_id"])
    op.create_table(
        "incidents",
        sa.Column("id", NAME, nullable=False),
        sa.Column("first_day", NAME),
        sa.Column("kind", NAME, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_incidents"),
    )
    op.create_index("ix_incidents_first_day", "incidents", ["first_day"])
    op.create_table(
        "findings",
        sa.Column("incident_id", NAME, nullable=False),
        sa.Column("agreement", NAME, nullable=False),
        sa.Column("term", NAME, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("verdict", NAME, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("incident_id", "agreement", "term", name="pk_findings"),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name="fk_findings_incident_id"),
    )
    op.create_table(
        "checks",
        sa.Column("id", NAME, nullable=False),
        sa.Column("report_id", NAME, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_checks"),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_checks_report_id"),
    )
    op.create_index("ix_checks_report_id", "checks", ["report_id"])
    op.create_table(
        "unreadable",
        sa.Column("where", NAME, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("remedy", sa.Text()),
        sa.Column("code", sa.String(4), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("where", name="pk_unreadable"),
    )


def downgrade() -> None:
    """Drop all of it."""
    for table in ("unreadable", "checks", "findings", "incidents", "claims", "extractions", "reports"):
        op.drop_table(table)
