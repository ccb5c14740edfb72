"""A decision: what a reviewer did to the record, append-only and hash-chained."""

from __future__ import annotations

from typing import Any

from trucewatch.model._base import Moment, Record
from trucewatch.model.vocabulary import DecisionAction


class Decision(Record):
    """One review decision; `hash` covers all other fields, `previous_hash` included."""

    id: str
    at: Moment
    actor: str
    action: DecisionAction
    subject: str
    before: Any
    after: Any
    reason: str | None
    previous_hash: str | None
    hash: str
