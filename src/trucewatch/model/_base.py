"""What every record shares: frozen, no unknown keys, stable key order, ids from content."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2}))?")


class Record(BaseModel):
    """A frozen record of the contract; `to_json` gives the same bytes on every machine."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_enum_values=False)

    def to_json(self) -> str:
        """One line of JSON, keys in the contract's order, not escaped."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False)


def _check_moment(value: str) -> str:
    if not _MOMENT.fullmatch(value):
        raise ValueError("want YYYY-MM-DD, or YYYY-MM-DDThh:mm with a zone (+02:00 or Z)")
    if "T" in value:
        dt.datetime.fromisoformat(value)
    else:
        dt.date.fromisoformat(value)
    return value


Moment = Annotated[str, AfterValidator(_check_moment)]
"""ISO 8601 date, or date and time with zone, kept as it was written."""


def day_of(moment: str) -> dt.date:
    """The calendar day of a moment, in its own zone."""
    return dt.date.fromisoformat(moment[:10])


def content_id(prefix: str, *parts: Any) -> str:
    """An id from content: the same content gives the same id on every machine.

    `parts` are anything JSON can hold; 64 bits of SHA-256 follow the prefix.
    """
    data = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{prefix}-{hashlib.sha256(data.encode()).hexdigest()[:16]}"
