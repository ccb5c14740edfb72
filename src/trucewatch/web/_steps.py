"""Decisions that this server makes, and what each of them touched: the read model then need not look for it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, Self

from trucewatch.link import Decided
from trucewatch.model import Apart, Decision, Rating
from trucewatch.record import Changes

WAIT_SECONDS: Final = 2.0
"""How long at most it is waited for a decision that is written to say what it touched."""


@dataclass(frozen=True, slots=True)
class Touched:
    """What decisions changed of what is derived.

    Attributes:
        incidents: Ids of those that came, went, or differ in a field or a verdict. Those that differ in nothing but
            what their claims say are not among them: `reports_touched` gives where these are.
        checks: Whether any check differs.
    """

    incidents: frozenset[str] = frozenset()
    checks: bool = False

    @classmethod
    def of(cls, changes: Changes) -> Self:
        """What the changes that a decision made touched."""
        ids = {n.id for n in (*changes.added, *changes.removed)}
        ids |= {n.id for pair in changes.changed for n in (pair.old, pair.new)}
        ids |= {f.incident for pair in changes.findings for f in (pair.old, pair.new) if f is not None}
        return cls(frozenset(ids), bool(changes.checks))


class Steps:
    """What each decision of this server touched, by the end of the chain before it. Threads may share it."""

    def __init__(self) -> None:
        self._known: dict[str | None, tuple[str, Touched]] = {}
        self._under_way = 0
        self._told = threading.Condition()

    @contextmanager
    def deciding(self) -> Iterator[None]:
        """While a decision is made: who sees it in the record before it was told waits a moment."""
        with self._told:
            self._under_way += 1
        try:
            yield
        finally:
            with self._told:
                self._under_way -= 1
                self._told.notify_all()

    def tell(self, decision: Decision, changes: Changes) -> None:
        """Say what a decision changed."""
        with self._told:
            self._known[decision.previous_hash] = decision.hash, Touched.of(changes)
            self._told.notify_all()

    def forget(self) -> None:
        """What was told is of no use any more: the record was read without it."""
        with self._told:
            self._known.clear()

    def between(self, before: str | None, after: str | None) -> Touched | None:
        """What the decisions from one end of the chain to another touched; null where this server made not all of them.

        What leads up to the later end is forgotten.
        """
        with self._told:
            self._told.wait_for(lambda: self._way(before, after) is not None or not self._under_way, WAIT_SECONDS)
            way = self._way(before, after)
            if way is None:
                self._known.clear()
                return None
            found = [self._known.pop(end)[1] for end in way]
        return Touched(frozenset().union(*(t.incidents for t in found)), any(t.checks for t in found))

    def _way(self, before: str | None, after: str | None) -> list[str | None] | None:
        """The ends of the chain that lie on the way, the first included."""
        way: list[str | None] = []
        at = before
        while at != after:
            if at not in self._known:
                return None
            way.append(at)
            at = self._known[at][0]
        return way


def reports_touched(decisions: Sequence[Decision], before: str | None) -> frozenset[str] | None:
    """The reports of the claims on which other decisions speak than did at an earlier end of the chain.

    Args:
        decisions: All of them.
        before: That end.

    Returns:
        Their ids; null where a source is rated otherwise, which touches whatever rests on it, or where the earlier end
        is not in the chain.
    """
    ends = [None, *(d.hash for d in decisions)]
    if before not in ends:
        return None
    was, now = ({d.id: d for d in Decided(rows).standing} for rows in (decisions[: ends.index(before)], decisions))
    differ = [d for id_, d in (was | now).items() if (id_ in was) != (id_ in now)]
    if any(isinstance(d.after, Rating) for d in differ):
        return None
    anchors = [a for d in differ for seen in d.before.seen for a in seen.claims]
    anchors += [a for d in differ if isinstance(d.after, Apart) for a in d.after.claims]
    return frozenset(a.report for a in anchors)
