"""What a number of a statement says, and how far off still counts."""

from __future__ import annotations

import re

from trucewatch.assess import _statement_forms as forms
from trucewatch.extract.numbers import NumberMention, find_numbers
from trucewatch.model import Comparator

ROUND_TOLERANCE = 0.1
"""How far a round figure ("around 60") may be off, as a share of it."""


PARTITIVE = re.compile(r"\s+of\s+(?:the|them|those|whom|these)\b", re.IGNORECASE)
"""What follows a number of some among others."""


def value_of(number: NumberMention) -> tuple[float, float, Comparator]:
    """Value, tolerance and comparator of a number: "nearly 60" is 60 within 5, "around 60" 60 within 6."""
    if number.rank is not None:
        return float(number.rank), 0.0, Comparator.EQUAL
    low, high = number.count.low, number.count.high
    if high is None and low is not None:
        return float(low), 0.0, Comparator.AT_LEAST
    if low is None:
        return float(high or 0), float(high or 0), Comparator.EQUAL
    if high is not None and high != low:
        return float(high), float(high - low), Comparator.EQUAL
    return float(low), round(low * ROUND_TOLERANCE, 1) if number.count.approximate else 0.0, Comparator.EQUAL


def stretch_days(matched: str) -> float | None:
    """How long it had been quiet, in days, where the words say so: "ended four months of silence" is some 122."""
    m = forms.STRETCH.search(matched)
    if m is None:
        return None
    word = (m["n"] or m["n2"] or m["n3"] or "").lower().strip()
    unit = (m["unit"] or m["unit2"] or m["unit3"]).lower()
    number = next(iter(find_numbers(f"{word} {unit}s")), None) if word not in ("", "a", "an") else None
    low = number.count.low if number is not None else None
    amount = float(low) if low is not None else (1.0 if word in ("a", "an") else 2.0)
    return amount * _DAYS_OF[unit]


_DAYS_OF = {"hour": 1 / 24, "day": 1.0, "night": 1.0, "week": 7.0, "month": 30.5, "year": 365.25}
