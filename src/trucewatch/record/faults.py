"""What a fault in a rule costs: one report or one incident, never the whole record."""

from __future__ import annotations

from trucewatch.errors import TrucewatchError
from trucewatch.read import Unreadable

SLIPS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NameError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What a slip in a rule looks like. It must cost what it concerns and be named, never the whole run; running out of
memory or disk, and the user's Ctrl-C, do end the run."""
FAULTS = (TrucewatchError, *SLIPS)
"""What ends the handling of one report: a slip, or an error of ours, such as a value without words in the report."""


def fault(error: Exception, where: str, what: str) -> Unreadable:
    """An error of a rule as what it is to the user: something that could not be done, by place."""
    if isinstance(error, TrucewatchError):
        return Unreadable(error.where or where, f"{what}: {error.message}", error.remedy, error.code)
    words = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    return Unreadable(
        where, f"{what} ({words})", "this is a fault in the rules; please report it", TrucewatchError.code
    )
