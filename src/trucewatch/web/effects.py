"""What a decision changes, said so that people and programs can read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from trucewatch.model import Finding, Incident
from trucewatch.publish.wording import account, day, figure, kind, place, when, words
from trucewatch.record import Changes


@dataclass(frozen=True, slots=True)
class FieldEffect:
    """A field before and after, in words."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class IncidentEffect:
    """An incident that a decision makes, ends or changes; `before` and `after` are its ids, null where it is not."""

    before: str | None
    after: str | None
    heading: str
    fields: tuple[FieldEffect, ...] = ()

    @property
    def reworded(self) -> bool:
        """Whether only the words of the reason for its grade change: the first rating says of all that have none."""
        return self.before is not None and self.before == self.after and {f.field for f in self.fields} == _REASON


@dataclass(frozen=True, slots=True)
class FindingEffect:
    """A finding with its verdict before and after; null where there is none."""

    incident: str
    agreement: str
    term: str
    before: str | None
    after: str | None
    attributed_before: str | None
    attributed_after: str | None
    heading: str | None = None
    """Its incident in one line, where that changes too."""


@dataclass(frozen=True, slots=True)
class CheckEffect:
    """A check with its verdict before and after; null where there is none."""

    check: str
    quote: str
    before: str | None
    after: str | None

    @property
    def same(self) -> bool:
        """Whether the verdict stays, and only the reason for it differs."""
        return self.before == self.after


@dataclass(frozen=True, slots=True)
class TotalEffect:
    """A total over the record before and after; null where it is open."""

    name: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Effects:
    """Everything that a decision changes; all empty where it changes nothing that is derived."""

    incidents: tuple[IncidentEffect, ...]
    findings: tuple[FindingEffect, ...]
    checks: tuple[CheckEffect, ...]
    totals: tuple[TotalEffect, ...]

    @property
    def none(self) -> bool:
        """Whether nothing changes."""
        return not (self.incidents or self.findings or self.checks or self.totals)


def effects_of(changes: Changes, headed: Callable[[Incident], str]) -> Effects:
    """The changes in words.

    Args:
        changes: As the service gives them.
        headed: An incident in one line.
    """
    changed = (
        IncidentEffect(
            c.old.id,
            c.new.id,
            headed(c.new),
            tuple(field_effect(c.old, c.new, f) for f in c.fields if f != "id"),
        )
        for c in changes.changed
    )
    every = (*(n for c in changes.changed for n in (c.old, c.new)), *changes.removed, *changes.added)
    named = {n.id: headed(n) for n in every}
    return Effects(
        incidents=(
            *changed,
            *(IncidentEffect(None, n.id, headed(n)) for n in changes.added),
            *(IncidentEffect(n.id, None, headed(n)) for n in changes.removed),
        ),
        findings=tuple(_finding(c.old, c.new, named) for c in changes.findings),
        checks=tuple(
            CheckEffect(
                one.id, one.quote, c.old.verdict.value if c.old else None, c.new.verdict.value if c.new else None
            )
            for c in changes.checks
            if (one := c.new or c.old) is not None
        ),
        totals=tuple(TotalEffect(words(t.name), t.old, t.new) for t in changes.totals),
    )


def field_effect(old: Incident, new: Incident, field: str) -> FieldEffect:
    """A field before and after; of long lists how many, and of reports those that come or go by name."""
    if field not in _LISTS:
        return FieldEffect(field, told(old, field), told(new, field))
    before, after = getattr(old, field), getattr(new, field)
    come, gone = [x for x in after if x not in before], [x for x in before if x not in after]
    said = [f"{len(after)}"]
    if field == "reports":
        said += [f"{word} {', '.join(ids)}" for word, ids in (("with", come), ("without", gone)) if ids]
    else:
        said += [f"{len(ids)} {word}" for word, ids in (("come", come), ("go", gone)) if ids]
    return FieldEffect(field, f"{len(before)}", ", ".join(said))


def _finding(old: Finding | None, new: Finding | None, named: Mapping[str, str]) -> FindingEffect:
    one = new or old
    assert one is not None
    return FindingEffect(
        one.incident,
        one.agreement,
        one.term,
        old.verdict.value if old else None,
        new.verdict.value if new else None,
        old.attributed_to if old else None,
        new.attributed_to if new else None,
        named.get(one.incident),
    )


def told(n: Incident, field: str) -> str:
    """A field of an incident in words."""
    value = getattr(n, field)
    return _TOLD[field](value) if field in _TOLD else "none" if value is None else words(value)


def _where(value: Any) -> str:
    if value is None or value.lat is None:
        return place(value)
    return f"{place(value)} ({value.lat:.4f}, {value.lon:.4f}, ±{value.radius_km:g} km)"


def _perpetrators(value: Any) -> str:
    return "; ".join(f"{account(a)} ({words(a.confidence.value)})" for a in value) or "nobody"


def _victims(value: Any) -> str:
    rows = (f"{words(v.effect)} {words(v.category)} {figure(v)}" for v in value)
    return "; ".join(rows) or "none"


_REASON = {"grade_reason"}
_LISTS = frozenset({"claims", "reports"})
_TOLD: Mapping[str, Callable[[Any], str]] = {
    "kind": kind,
    "when": when,
    "where": _where,
    "killed": figure,
    "injured": figure,
    "missing": figure,
    "captured": figure,
    "perpetrators": _perpetrators,
    "victims": _victims,
    "first_reported": day,
}
