"""What each side reports of each other side, as the two ledgers of a joint commission have it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache

from trucewatch.assess._grouping import NOBODY
from trucewatch.assess.case import View, words_of
from trucewatch.assess.disputes import is_toll
from trucewatch.assess.entries import Books, Entry, entry_for, together, told_by
from trucewatch.assess.ledgers import acts, added
from trucewatch.link.voices import Voices
from trucewatch.locate import find_capital, find_country, find_demonym
from trucewatch.model import (
    BREACH_KINDS,
    VIOLENT_KINDS,
    Agreement,
    Claim,
    Claimant,
    ClaimantKind,
    Grade,
    Incident,
    Kind,
    KindGroup,
    Modality,
    Moment,
    Range,
    Record,
)


class SideLedger(Record):
    """What one side reports of another, as a joint commission books it.

    Attributes:
        by: Id of the side whose claimants report; `none` for monitors, outlets and others without a side.
        of: Id of the side that they accuse, `not stated` where they accuse nobody.
        violent: Acts of violence that they report of it.
        breaches: Breaches without violence.
        killed: People killed in these acts by their word.
        injured: People injured.
        stated: Totals of acts that they state, as (claim, start, end, number, claimant); never added to the incidents.
        claimants: Who they are.
    """

    by: str
    of: str
    violent: int
    breaches: int
    killed: Range
    injured: Range
    stated: tuple[tuple[str, Moment | None, Moment | None, int | None, str], ...]
    claimants: tuple[str, ...]


NO_SIDE = "none"
_SPEAKS_FOR_A_SIDE = frozenset(
    {
        ClaimantKind.GOVERNMENT,
        ClaimantKind.MILITARY,
        ClaimantKind.POLICE,
        ClaimantKind.ARMED_GROUP,
        ClaimantKind.POLITICIAN,
    }
)
_LEAST_LETTERS = 4
"""Shorter names of actors are not looked for inside the names of claimants."""
_STATE_WORDS = frozenset({"army", "government", "state", "republic", "regime"})


def side_ledgers(books: Books) -> tuple[SideLedger, ...]:
    """What each side reports of each, in the order of the agreement's sides; nothing without an agreement."""
    if books.agreement is None:
        return ()
    found = SideLedgers(books.agreement, waves={n.part_of for n in books.incidents if n.part_of is not None})
    found.take(books)
    found.state(books.claims.values())
    return found.rows()


class SideLedgers:
    """What each side reports of each, of a record whose incidents come in parts."""

    def __init__(self, agreement: Agreement, *, waves: Collection[str]) -> None:
        """Nothing is reported yet.

        Args:
            agreement: Whose sides they are.
            waves: Ids of the incidents that others are part of.
        """
        self._view, self._waves = View(agreement), waves
        self._side_of = _claimant_sides(self._view)
        self._cells: dict[tuple[str, str], _Cell] = {}

    def take(self, books: Books) -> None:
        """Add some incidents."""
        for incident in books.incidents:
            if incident.grade is Grade.DISCOUNTED or incident.kind not in VIOLENT_KINDS | BREACH_KINDS:
                continue
            claims = [c for c in books.told(incident) if c.modality is Modality.ASSERTED]
            voices = Voices.of(claims, books.reports)
            alone = incident.part_of is None and incident.id not in self._waves
            for key, own in _pairs(claims, self._view, self._side_of).items():
                self._cells.setdefault(key, _Cell()).add(incident, own, voices, alone=alone)

    def state(self, claims: Iterable[Claim]) -> None:
        """Add the totals of acts that claims state."""
        for claim in claims:
            if is_toll(claim) and claim.acts is not None:
                for key in _pairs([claim], self._view, self._side_of):
                    self._cells.setdefault(key, _Cell()).state(claim)

    def rows(self) -> tuple[SideLedger, ...]:
        """What was added, in the order of the agreement's sides."""
        order = {side: i for i, side in enumerate([*self._view.sides, NO_SIDE, NOBODY])}
        keys = sorted(self._cells, key=lambda k: (order.get(k[0], 99), order.get(k[1], 99), k))
        return tuple(self._cells[by, of].row(by, of) for by, of in keys)


class _Cell:
    """Sums for one side by another."""

    def __init__(self) -> None:
        self.kin: list[Entry] = []
        self.alone: dict[Kind, Entry] = {}
        self.stated: list[tuple[str, Moment | None, Moment | None, int | None, str]] = []
        self.claimants: set[str] = set()

    def add(self, incident: Incident, claims: Sequence[Claim], voices: Voices, *, alone: bool) -> None:
        entry = entry_for(incident, True, told_by(claims, voices))
        if alone:
            old = self.alone.get(entry.kind)
            self.alone[entry.kind] = entry if old is None else together(old, entry)
        else:
            self.kin.append(entry)
        self.claimants.update(o for c in claims for o in voices.origins(c))

    def state(self, claim: Claim) -> None:
        when, acts_ = claim.when, claim.acts
        who = claim.claimants[-1].name if claim.claimants else claim.report
        number = acts_.low if acts_ else None
        self.stated.append((claim.id, when.start if when else None, when.end if when else None, number, who))
        self.claimants.add(who)

    def row(self, by: str, of: str) -> SideLedger:
        entries = [*self.alone.values(), *self.kin]
        groups = acts(entries)
        return SideLedger(
            by=by,
            of=of,
            violent=groups[KindGroup.VIOLENT],
            breaches=groups[KindGroup.BREACH],
            killed=added(entries, lambda e: e.harm.killed),
            injured=added(entries, lambda e: e.harm.injured),
            stated=tuple(sorted(self.stated, key=lambda s: (s[1] or "", s[0]))),
            claimants=tuple(sorted(self.claimants)),
        )


def _pairs(
    claims: Sequence[Claim], view: View, side_of: Callable[[Claimant], str | None]
) -> dict[tuple[str, str], list[Claim]]:
    """Claims by the side that reports and the side that is accused."""
    found: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        relays = {c.via for c in claim.claimants if isinstance(c.via, int)}
        ends = [c for i, c in enumerate(claim.claimants) if i not in relays]
        of = view.of_perpetrator(claim.perpetrator).side or NOBODY
        for by in dict.fromkeys(side_of(c) or NO_SIDE for c in ends) if ends else (NO_SIDE,):
            found.setdefault((by, of), []).append(claim)
    return found


def _claimant_sides(view: View) -> Callable[[Claimant], str | None]:
    """Which side a claimant speaks for: by its name or the longest name of an actor in it, else by its country.

    Monitors, outlets, hospitals, witnesses and the United Nations speak for none, unless the agreement lists them.
    """
    names = [(words_of(n), a.side) for a in view.agreement.actors if a.side for n in (a.name, *a.aliases)]
    names += [(words_of(s.name), s.id) for s in view.agreement.sides]
    names.sort(key=lambda row: (-len(row[0]), row))
    countries = _sides_of_countries(view.agreement, names)

    @cache
    def of(name: str, kind: ClaimantKind) -> str | None:
        exact = view.who(name, None, None)
        if exact.side is not None:
            return exact.side
        if kind not in _SPEAKS_FOR_A_SIDE:
            return None
        told = words_of(name)
        inside = next((side for words, side in names if words in told and len(words) > _LEAST_LETTERS), None)
        return inside or next((countries.get(code) for code in _countries(told)), None)

    return lambda claimant: of(claimant.name, claimant.kind)


def _sides_of_countries(agreement: Agreement, names: Sequence[tuple[str, str]]) -> dict[str, str | None]:
    """The side of each country: that of the party which is it, else the one side, or its state's side, named so."""
    found: dict[str, set[str]] = {}
    for words, side in names:
        for code in _countries(words):
            found.setdefault(code, set()).add(side)
    titles = {s.id: set(words_of(s.name).split()) for s in agreement.sides}
    sides: dict[str, str | None] = {}
    for code, named in found.items():
        state = [s for s in named if _STATE_WORDS & titles.get(s, set())]
        sides[code] = next(iter(named)) if len(named) == 1 else state[0] if len(state) == 1 else None
    for party in agreement.parties:
        own = party.id if party.id in titles else next(iter(party.answers_for), None)
        for code in _countries(words_of(party.name)):
            sides[code] = own
    return sides


def _countries(words: str) -> list[str]:
    """Codes of the countries that words name, by name, adjective or capital, in their order."""
    found: dict[str, None] = {}
    for word in re.findall(r"\w+", words):
        for known in (find_demonym(word), find_country(word), find_capital(word)):
            if len(known) == 1:
                found.setdefault(known[0].iso2)
    return list(found)
