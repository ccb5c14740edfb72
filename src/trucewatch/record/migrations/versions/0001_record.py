"""Reports, extractions, claims, incidents, findings, checks, and what could not be read."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the first schema."""
    op.create_table(
        "reports",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("published", sa.String()),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
    )
    op.create_table(
        "extractions",
        sa.Column("report_id", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("extractor", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("report_id", name="pk_extractions"),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_extractions_report_id"),
    )
    op.create_table(
        "claims",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("report_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_claims"),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_claims_report_id"),
    )
    op.create_index("ix_claims_report_id", "claims", ["report_id"])
    op.create_table(
        "incidents",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("first_day", sa.String()),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_incidents"),
    )
    op.create_index("ix_incidents_first_day", "incidents", ["first_day"])
    op.create_table(
        "findings",
        sa.Column("incident_id", sa.String(), nullable=False),
        sa.Column("agreement", sa.String(), nullable=False),
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("incident_id", "agreement", "term", name="pk_findings"),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name="fk_findings_incident_id"),
    )
    op.create_table(
        "checks",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("report_id", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_checks"),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_checks_report_id"),
    )
    op.create_index("ix_checks_report_id", "checks", ["report_id"])
    op.create_table(
        "unreadable",
        sa.Column("where", sa.String(), nullable=False),
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
