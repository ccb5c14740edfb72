"""Review decisions, a log of what was stored with digests, what derivation rests on, and what it was derived from."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from trucewatch.record._triggers import CHAINED, make_append_only

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NAME = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Create the tables and their triggers; what an older record holds is entered in the log as it stands."""
    op.create_table(
        "decisions",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", NAME, nullable=False),
        sa.Column("at", NAME, nullable=False),
        sa.Column("actor", NAME, nullable=False),
        sa.Column("action", NAME, nullable=False),
        sa.Column("subject", NAME, nullable=False),
        sa.Column("previous_hash", sa.String(64)),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_decisions"),
        sa.UniqueConstraint("id", name="uq_decisions_id"),
        sa.UniqueConstraint("hash", name="uq_decisions_hash"),
    )
    op.create_index("ix_decisions_subject", "decisions", ["subject"])
    op.create_table(
        "stored",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", NAME, nullable=False),
        sa.Column("subject", NAME, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("detail", sa.Text()),
        sa.Column("at", NAME, nullable=False),
        sa.Column("previous_hash", sa.String(64)),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_stored"),
        sa.UniqueConstraint("hash", name="uq_stored_hash"),
    )
    op.create_index("ix_stored_kind", "stored", ["kind", "subject"])
    op.create_table(
        "basis",
        sa.Column("name", NAME, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_basis"),
    )
    op.create_table(
        "derivation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stored_hash", sa.String(64)),
        sa.Column("decisions_hash", sa.String(64)),
        sa.PrimaryKeyConstraint("id", name="pk_derivation"),
    )
    connection = op.get_bind()
    for table in CHAINED:
        make_append_only(connection, table)
    _enter(connection)


def downgrade() -> None:
    """Drop all of it, decisions included."""
    for table in ("derivation", "basis", "stored", "decisions"):
        op.drop_table(table)


def _enter(connection: sa.Connection) -> None:
    previous, at = None, dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    for position, (kind, subject, digest, detail) in enumerate(_held(connection), 1):
        row = [kind, subject, digest, detail, at, previous]
        own = _sha256(json.dumps(row, ensure_ascii=False, separators=(",", ":")))
        connection.execute(
            sa.text("INSERT INTO stored VALUES (:position, :kind, :subject, :digest, :detail, :at, :previous, :own)"),
            {
                "position": position,
                "kind": kind,
                "subject": subject,
                "digest": digest,
                "detail": detail,
                "at": at,
                "previous": previous,
                "own": own,
            },
        )
        previous = own


def _held(connection: sa.Connection) -> Iterator[tuple[str, str, str, str | None]]:
    for name, document in connection.execute(sa.text("SELECT id, document FROM reports ORDER BY id")).all():
        yield "report", name, _sha256(document), None
    done = connection.execute(sa.text("SELECT report_id, sha256, extractor FROM extractions ORDER BY report_id")).all()
    for report, sha256, extractor in done:
        claims = connection.execute(
            sa.text("SELECT id, document FROM claims WHERE report_id = :report ORDER BY position"), {"report": report}
        )
        detail = json.dumps([[name, _sha256(document)] for name, document in claims], separators=(",", ":"))
        own = json.dumps([report, sha256, extractor, detail], ensure_ascii=False, separators=(",", ":"))
        yield "extraction", report, _sha256(own), detail
    rows = connection.execute(sa.text('SELECT "where", reason, remedy, code FROM unreadable ORDER BY "where"')).all()
    if rows:
        own = json.dumps([list(row) for row in rows], ensure_ascii=False, separators=(",", ":"))
        yield "unreadable", "", _sha256(own), None


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
