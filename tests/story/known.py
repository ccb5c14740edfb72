"""What the rules do not get right yet, by test and case: each with the words that fail and what comes out.

A case that passes again is taken out of here; nothing in the tests themselves is weakened.
"""

from __future__ import annotations

KNOWN: dict[str, dict[str, str]] = {
    "alone": {
        "macomia-local": '"The dead are X, according to A, and Y, according to B": one claim for two accounts',
    },
}


def known(test: str, case: str) -> str | None:
    """Why a case fails, or None where it must pass; a reason for a story holds with and without dates."""
    rows = KNOWN.get(test, {})
    return rows.get(case) or rows.get(case.removesuffix("-dated").removesuffix("-undated"))
