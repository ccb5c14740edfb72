"""What linking found before, so that a decision derives anew only what it touches.

Every function remembered is pure, and a result is used again only for the very objects that it was made of: what
comes out is what a full derivation gives (tests/record/test_derive_is_pure.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import is_

from trucewatch.link.decided import Fixed
from trucewatch.model import Claim, Incident, Reliability, Report


@dataclass(frozen=True, slots=True)
class _Made:
    claims: tuple[Claim, ...]
    fixed: Fixed | None
    incident: Incident


class Memory:
    """Groups of one set of claims, and the incidents made of them; not for use by two threads at once."""

    def __init__(self) -> None:
        self._claims: tuple[Claim, ...] = ()
        self._reports: tuple[Report, ...] = ()
        self._groups: list[list[Claim]] | None = None
        self._group_ids: tuple[tuple[str, ...], ...] | None = None
        self._rated: tuple[Mapping[str, Reliability], Mapping[str, str]] = ({}, {})
        self._incidents: dict[tuple[str, ...], _Made] = {}

    def groups(
        self, claims: Sequence[Claim], reports: Mapping[str, Report], make: Callable[[], list[list[Claim]]]
    ) -> list[list[Claim]]:
        """The groups of these claims, made only where they are not the claims and reports of the last call."""
        rows, known = tuple(claims), tuple(reports.values())
        if self._groups is None or not (_same(rows, self._claims) and _same(known, self._reports)):
            self._claims, self._reports, self._groups = rows, known, make()
            self._incidents, self._group_ids = {}, None
        return self._groups

    @property
    def group_ids(self) -> tuple[tuple[str, ...], ...]:
        """Ids of claims by group."""
        if self._group_ids is None:
            self._group_ids = tuple(tuple(c.id for c in group) for group in self._groups or ())
        return self._group_ids

    def recall_groups(
        self, claims: Sequence[Claim], reports: Mapping[str, Report], groups: Sequence[Sequence[str]]
    ) -> None:
        """Take groups that were found of these claims and reports, by ids of claims."""
        by_id = {c.id: c for c in claims}
        found = [[by_id[name] for name in group] for group in groups]
        self.groups(claims, reports, lambda: found)

    def rated(self, letters: Mapping[str, Reliability], notes: Mapping[str, str]) -> None:
        """Forget incidents that were made under other ratings of sources."""
        rated = dict(letters), dict(notes)
        if rated != self._rated:
            self._rated, self._incidents = rated, {}

    def incident(self, claims: Sequence[Claim], fixed: Fixed | None, make: Callable[[], Incident]) -> Incident:
        """The incident of these claims, made only where it is not remembered."""
        rows = tuple(claims)
        key = tuple(c.id for c in rows)
        known = self._incidents.get(key)
        if known is None or known.fixed != fixed or not _same(known.claims, rows):
            known = self._incidents[key] = _Made(rows, fixed, make())
        return known.incident


def _same(one: Sequence[object], other: Sequence[object]) -> bool:
    """Whether two rows hold the very same objects."""
    return one is other or (len(one) == len(other) and all(map(is_, one, other)))
