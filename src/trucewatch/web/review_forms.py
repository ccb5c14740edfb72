"""Forms of the desk of review: what they ask for each field, and the decision that they propose."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from pydantic import TypeAdapter, ValidationError

from trucewatch.errors import InputError
from trucewatch.model import (
    Claim,
    ClaimChange,
    ClaimValue,
    Confidence,
    Coverage,
    DatePrecision,
    DecisionAction,
    Incident,
    IncidentChange,
    IncidentValue,
    Kind,
    Modality,
    Note,
    Point,
    Rating,
    Record,
    Reliability,
    Scope,
    TopicType,
    Value,
)
from trucewatch.publish.wording import kind, words
from trucewatch.record import Proposal
from trucewatch.web.forms import Form
from trucewatch.web.labels import FIELD_LABELS

_FIGURES: Final = ("killed", "injured", "missing", "captured")
CORRECTABLE: Final[Mapping[TopicType, tuple[str, ...]]] = {
    TopicType.INCIDENT: ("kind", "when", "weapon", *_FIGURES),
    TopicType.CLAIM: (
        *("kind", "when", "weapon", *_FIGURES, "acts", "perpetrator"),
        *("modality", "scope", "coverage", "superseded", "background"),
    ),
}
"""Fields that the page can correct. Lists (targets, victims, claimants) are corrected through the API."""

LONGEST: Final = 4_000
_SUBJECT: Final = 600
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Input:
    """One input of a form; a choice where `choices` is not empty, else of this type of HTML."""

    name: str
    label: str
    type: str
    value: str
    choices: tuple[tuple[str, str], ...] = ()
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class FieldForm:
    """The inputs for one field with its present value."""

    subject: str
    field: str
    label: str
    inputs: tuple[Input, ...]


def field_form(subject: str, field: str, record: Claim | Incident, sides: Mapping[str, str]) -> FieldForm:
    """The inputs that correct a field.

    Args:
        subject: In written form.
        field: One of `CORRECTABLE`.
        record: As it stands.
        sides: Names of sides by id.

    Raises:
        InputError: The page cannot correct this field.
    """
    of = TopicType.CLAIM if isinstance(record, Claim) else TopicType.INCIDENT
    if field not in CORRECTABLE[of]:
        raise InputError("no such field", where=f"field={field[:40]}", remedy=", ".join(CORRECTABLE[of]))
    return FieldForm(subject, field, FIELD_LABELS[field], tuple(_inputs(field, getattr(record, field), of, sides)))


def _inputs(field: str, value: Any, of: TopicType, sides: Mapping[str, str]) -> list[Input]:
    def written(name: str) -> str:
        found = getattr(value, name, None)
        return "" if found is None else str(found)

    if field in _CHOICES:
        choices = tuple((str(c), kind(c) if field == "kind" else words(c)) for c in _CHOICES[field])
        return [Input("v", FIELD_LABELS[field], "select", str(value), choices)]
    if field in ("superseded", "background"):
        return [Input("v", FIELD_LABELS[field], "select", "yes" if value else "no", (("yes", "yes"), ("no", "no")))]
    if field == "when":
        precisions = (("", "as the days say"), *((p.value, words(p)) for p in DatePrecision))
        return [
            Input("start", "From", "date", written("start")[:10]),
            Input("end", "To", "date", written("end")[:10], hint="empty: the same day"),
            Input("precision", "Known to the", "select", "", precisions),
        ]
    if field == "weapon":
        return [Input("v", "Weapon", "text", value or "", hint="empty: not known")]
    if field == "perpetrator":
        listed = (("", "no side"), *sides.items())
        return [
            Input("actor", "Actor", "text", written("actor"), hint="the canonical name; empty where nobody is named"),
            Input("label", "Words for them", "text", written("label"), hint="for an actor without a name"),
            Input("side", "Side", "select", written("side"), listed),
            Input("v", "How sure", "select", str(value.confidence), tuple((c.value, words(c)) for c in Confidence)),
        ]
    if of is TopicType.INCIDENT:
        return [Input(n, n.capitalize(), "number", written(n), hint=_OPEN[n]) for n in ("low", "best", "high")]
    yes = (("no", "no"), ("yes", "yes"))
    return [
        Input("low", "Low", "number", written("low"), hint="all empty: not known"),
        Input("high", "High", "number", written("high"), hint="empty: open"),
        Input("approximate", "About", "select", "yes" if getattr(value, "approximate", False) else "no", yes),
        Input("unconfirmed", "Unconfirmed", "select", "yes" if getattr(value, "unconfirmed", False) else "no", yes),
    ]


_OPEN = {"low": "all empty: not known", "best": "what most origins say", "high": "empty: open"}
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "kind": tuple(Kind),
    "modality": tuple(Modality),
    "scope": tuple(Scope),
    "coverage": tuple(Coverage),
}


# ---- forms to proposals

Read = Callable[[str], Claim | Incident]
"""A claim or incident by its subject, as it stands."""


def proposal_of(form: Form, actor: str, read: Read) -> Proposal:
    """The decision that a form proposes.

    Args:
        form: As it came.
        actor: Who decides: the person who is signed in, whatever the form says.
        read: Looks up what is corrected, for what a correction leaves as it was.

    Raises:
        InputError: A field of the form cannot be read.
        DecisionError: What it is about is not there.
    """
    subject = _text(form, "subject", _SUBJECT)
    try:
        action = DecisionAction(form.get("action", ""))
    except ValueError as error:
        raise InputError("no such action", where="action", remedy=", ".join(DecisionAction)) from error
    # One that is ticked and named by its id as well is meant once.
    others = tuple(dict.fromkeys(_other(o) for line in form.getlist("others") for o in line[:_SUBJECT].split()))
    return Proposal(
        actor=actor,
        action=action,
        subject=subject,
        value=_value(action, form, subject, read),
        others=others if action is DecisionAction.MERGE else (),
        claims=tuple(c[:_SUBJECT] for c in form.getlist("claims")) if action is DecisionAction.SPLIT else (),
        reason=_text(form, "reason", LONGEST) or None,
        seen=_seen(form),
    )


def _other(text: str) -> str:
    return text if text.startswith("incident:") else f"incident:{text}"


def _seen(form: Form) -> dict[str, str]:
    """What the page showed: `DIGEST SUBJECT`, for each thing."""
    found = {}
    for line in form.getlist("seen"):
        digest, _, subject = line.partition(" ")
        if not _DIGEST.fullmatch(digest) or not subject or len(subject) > _SUBJECT:
            raise InputError("want a digest and a subject", where="seen")
        found[subject] = digest
    return found


def _text(form: Form, name: str, most: int) -> str:
    text = form.get(name, "").strip().replace("\r\n", "\n")
    if len(text) > most:
        raise InputError(f"at most {most} characters", where=name)
    if any(not (c.isprintable() or c in "\n\t") for c in text):
        raise InputError("holds characters that cannot be shown", where=name)
    return text


def _value(action: DecisionAction, form: Form, subject: str, read: Read) -> Value | None:
    match action:
        case DecisionAction.CORRECT:
            return _correction(form, read(subject))
        case DecisionAction.PLACE:
            row = {n: _text(form, n, 200) or None for n in ("lat", "lon", "radius_km", "name")}
            return _valid(Point, row)
        case DecisionAction.RATE_SOURCE:
            return _valid(Rating, {"reliability": form.get("reliability")})
        case DecisionAction.NOTE:
            return _valid(Note, {"text": _text(form, "text", LONGEST)})
        case _:
            return None


def _correction(form: Form, record: Claim | Incident) -> ClaimValue | IncidentValue:
    field = form.get("field", "")
    of = TopicType.CLAIM if isinstance(record, Claim) else TopicType.INCIDENT
    if field not in CORRECTABLE[of]:
        raise InputError("no such field", where=f"field={field[:40]}", remedy=", ".join(CORRECTABLE[of]))
    row = {"field": field, "value": _field_value(form, field, getattr(record, field), of)}
    try:
        if isinstance(record, Claim):
            claim: ClaimChange = TypeAdapter(ClaimChange).validate_python(row)
            return ClaimValue(change=claim)
        incident: IncidentChange = TypeAdapter(IncidentChange).validate_python(row)
        return IncidentValue(change=incident)
    except ValidationError as error:
        raise _unfit(error) from error


def _field_value(form: Form, field: str, old: Any, of: TopicType) -> Any:
    if field in _CHOICES:
        return form.get("v")
    if field in ("superseded", "background"):
        return form.get("v") == "yes"
    if field == "weapon":
        return _text(form, "v", 300) or None
    if field == "when":
        return _when(form, old)
    if field == "perpetrator":
        named = {n: _text(form, n, 300) or None for n in ("actor", "label", "side")}
        return {**named, "text": old.text, "confidence": form.get("v")}
    low, high = _number(form, "low"), _number(form, "high")
    if low is not None and high is not None and low > high:
        raise InputError("the low is above the high", where=field)
    if of is TopicType.INCIDENT:
        best = _number(form, "best")
        row = {"low": low, "best": best, "high": high}
        if best is not None and not ((low or 0) <= best and (high is None or best <= high)):
            raise InputError("the best figure lies outside low and high", where=field)
        return None if low is best is high is None else row
    if low is None and high is None:
        return None
    kept = {"stated": old.stated, "text": old.text} if old is not None else {"stated": False, "text": None}
    flags = {n: form.get(n) == "yes" for n in ("approximate", "unconfirmed")}
    return {"low": low, "high": high, **flags, **kept}


def _when(form: Form, old: Any) -> Any:
    start, end = _text(form, "start", 10), _text(form, "end", 10)
    if not start and not end:
        return None
    start, end = start or end, end or start
    try:
        days = (dt.date.fromisoformat(end) - dt.date.fromisoformat(start)).days
    except ValueError as error:
        raise InputError("want days as YYYY-MM-DD", where="when") from error
    if days < 0:
        raise InputError("the last day is before the first", where="when")
    if old is not None and (old.start or "")[:10] == start and (old.end or "")[:10] == end:
        start, end = old.start, old.end  # a time of day that the page does not show stays
    precision = form.get("precision") or ("day" if days == 0 else "days")
    return {"start": start, "end": end, "precision": precision, "text": old.text if old else None}


def _number(form: Form, name: str) -> int | None:
    text = form.get(name, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise InputError("want a whole number", where=name)
    return int(text)


R = TypeVar("R", bound=Record)


def _valid(type_: type[R], row: dict[str, Any]) -> R:
    try:
        return type_.model_validate(row)
    except ValidationError as error:
        raise _unfit(error) from error


def _unfit(error: ValidationError) -> InputError:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return InputError(str(first["msg"]), where=where or None)


RATINGS: Final = tuple(r.value for r in Reliability)
