"""The one check that every extractor passes: a value that comes from text has words in the report.

Rules, models and services all end here. It looks at offsets and words, never at whether a reading is right.
"""

from __future__ import annotations

import re

from trucewatch.errors import GroundingError
from trucewatch.model import Claim, Effect, Report

_FIELD = re.compile(r"(?:title:)?(?P<name>[a-z_]+)(?:\[(?P<index>\d+)\])?")
_LISTS = frozenset({"targets", "claimants", "denied_by", "victims"})


def check_grounding(claim: Claim, report: Report) -> None:
    """Refuse a claim with a value that its report does not hold.

    Raises:
        GroundingError: an offset does not give its quote, a field has no such item, or a text has no evidence.
    """
    where = f"{report.id}, claim {claim.id}"
    quotes: dict[str, list[str]] = {}
    for e in claim.evidence:
        source = report.field_text(e.field)
        if not 0 <= e.start < e.end <= len(source) or source[e.start : e.end] != e.quote:
            raise GroundingError(f"evidence of {e.field} is not what stands at {e.start}:{e.end}", where=where)
        if e.quote != e.quote.strip():
            raise GroundingError(f"evidence of {e.field} has blanks at its edge", where=where)
        found = _FIELD.fullmatch(e.field)
        if not found or found.group("name") not in Claim.model_fields:
            raise GroundingError(f"evidence for no field: {e.field}", where=where)
        if found.group("index") is not None and int(found.group("index")) >= len(getattr(claim, found.group("name"))):
            raise GroundingError(f"evidence for an item that is not there: {e.field}", where=where)
        quotes.setdefault(e.field.removeprefix("title:"), []).append(e.quote)
    if "kind" not in quotes:
        raise GroundingError("no evidence for kind", where=where)
    for field, text in _texts(claim):
        got = quotes.get(field, [])
        if text is not None and text not in got and text != " + ".join(got):
            raise GroundingError(f"the text of {field} has no evidence", where=where, remedy=repr(text))
    whole = f"{report.title or ''}\n{report.text}"
    for victim in claim.victims:
        for name in victim.names:
            if name not in whole:
                raise GroundingError(f"the name {name!r} is not in the report", where=where)


def _texts(claim: Claim) -> list[tuple[str, str | None]]:
    out: list[tuple[str, str | None]] = [
        ("when", claim.when.text if claim.when else None),
        ("where", claim.where.text if claim.where else None),
        ("perpetrator", claim.perpetrator.text),
        ("weapon", claim.weapon),
        ("acts", claim.acts.text if claim.acts else None),
    ]
    for effect in Effect:
        count = claim.count(effect)
        out.append((effect.value, count.text if count else None))
    for name in sorted(_LISTS - {"victims"}):
        out.extend((f"{name}[{i}]", item.text) for i, item in enumerate(getattr(claim, name)))
    return out


def is_grounded(claim: Claim, report: Report) -> bool:
    """Whether `check_grounding` lets the claim pass."""
    try:
        check_grounding(claim, report)
    except GroundingError:
        return False
    return True
