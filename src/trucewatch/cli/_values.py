"""Values of decisions as they are written on a command line."""

from __future__ import annotations

import json
import re
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from trucewatch.errors import UsageError
from trucewatch.model import ClaimChange, ClaimValue, IncidentChange, IncidentValue, Point, Record, TopicType

_FIGURES = ("killed", "injured", "missing", "captured", "acts")
_FIGURE = re.compile(r"(\d+)(?:(-)(\d+)|(\+))?")
_DAYS = re.compile(r"(\d{4}-\d\d-\d\d)(?:\.\.(\d{4}-\d\d-\d\d))?")

R = TypeVar("R", bound=Record)


def change_of(written: str, on: TopicType) -> ClaimValue | IncidentValue:
    """`FIELD=VALUE` as a correction of a claim or an incident.

    A figure is written 3, 2-5 or 3+, a day 2020-03-19, days 2020-03-19..2020-03-21, what is not known `none`; kind,
    weapon and other words as they are; everything else as JSON in the shape of the contract.

    Raises:
        UsageError: There is no such field, or it cannot have this value.
    """
    field, equals, text = written.partition("=")
    field, text = field.strip(), text.strip()
    if not equals:
        raise UsageError("want FIELD=VALUE", where=written, remedy="for instance killed=3")
    row = {"field": field, "value": _value(field, text, on)}
    try:
        if on is TopicType.CLAIM:
            claim: ClaimChange = TypeAdapter(ClaimChange).validate_python(row)
            return ClaimValue(change=claim)
        incident: IncidentChange = TypeAdapter(IncidentChange).validate_python(row)
        return IncidentValue(change=incident)
    except ValidationError as error:
        raise _unfit(written, error) from error


def point_of(written: str, **names: str | None) -> Point:
    """`LAT,LON,KM` as a point.

    Raises:
        UsageError: It is no point.
    """
    parts = written.split(",")
    if len(parts) != 3:
        raise UsageError("want LAT,LON,KM", where=written, remedy="for instance 35.74,36.48,5")
    row = dict(zip(("lat", "lon", "radius_km"), parts, strict=True))
    return validated(Point, {**row, **names}, written)


def validated(kind: type[R], row: dict[str, Any], written: str) -> R:
    """A record from what was written.

    Raises:
        UsageError: It does not fit.
    """
    try:
        return kind.model_validate(row)
    except ValidationError as error:
        raise _unfit(written, error) from error


def _unfit(written: str, error: ValidationError) -> UsageError:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"] if part not in ("claim", "incident"))
    return UsageError(f"{where}: {first['msg']}" if where else first["msg"], where=written, remedy="see docs/review.md")


def _value(field: str, text: str, on: TopicType) -> Any:
    if text == "none":
        return None
    if field in _FIGURES and (found := _FIGURE.fullmatch(text)):
        low = int(found[1])
        high = None if found[4] else int(found[3] or found[1])
        if on is TopicType.INCIDENT:
            return {"low": low, "best": low, "high": high}
        return {"low": low, "high": high, "approximate": False, "unconfirmed": False, "stated": False, "text": None}
    if field == "when" and (found := _DAYS.fullmatch(text)):
        end = found[2] or found[1]
        return {"start": found[1], "end": end, "precision": "day" if end == found[1] else "days", "text": None}
    if text.startswith(("{", "[", '"')) or text in ("true", "false"):
        try:
            return json.loads(text)
        except json.JSONDecodeError as error:
            raise UsageError(f"no JSON: {error.msg}", where=text, remedy="check the quotes and brackets") from error
    return text
