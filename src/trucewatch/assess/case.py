"""What a test may look at: one incident with its claims and reports, one term, and the agreement made ready."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from trucewatch.errors import AgreementError, RecordError
from trucewatch.locate.zones import Measure, ZoneShape
from trucewatch.model import (
    Account,
    Actor,
    Agreement,
    Claim,
    Confidence,
    Incident,
    Modality,
    Outcome,
    Perpetrator,
    Place,
    Report,
    Side,
    Target,
    Term,
    Zone,
)
from trucewatch.read.agreements import alias_key

NOBODY = Account(
    actor=None,
    label=None,
    side=None,
    confidence=Confidence.NOT_STATED,
    claimants=(),
    denied_by=(),
    reports=(),
)
"""The account of an incident of which nobody says who did it."""

_ARTICLE = re.compile(r"^(?:the|a|an|some|its|their)\s+")
_NOT_WORD = re.compile(r"[^\w]+")


def words_of(text: str | None) -> str:
    """Text as bare words between single blanks: no case, accents, hyphens or punctuation; for finding names in it."""
    plain = unicodedata.normalize("NFKD", text or "").casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return f" {' '.join(_NOT_WORD.sub(' ', plain).split())} "


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody as the agreement knows them: the canonical actor and the side, null where it does not say."""

    actor: str | None
    side: str | None


class View:
    """An agreement made ready for questions: names to actors and sides, zones to shapes, lines to their names."""

    def __init__(self, agreement: Agreement) -> None:
        """Make an agreement ready; its zones must carry their geometry.

        Raises:
            AgreementError: A zone that a test asks of has no geometry, or one that cannot be measured.
        """
        self.agreement = agreement
        self.sides: Mapping[str, Side] = {side.id: side for side in agreement.sides}
        self.zones: dict[str, Zone] = {}
        for zone in agreement.zones:
            self.zones.setdefault(zone.id, zone)
        self._actors: dict[str, Actor] = {}
        for actor in agreement.actors:
            for name in (actor.name, *actor.aliases):
                self._actors.setdefault(alias_key(name), actor)
        self._side_names = {alias_key(side.name): side.id for side in agreement.sides}
        self.exempt: Mapping[str, Outcome] = {e.actor: e.status for e in agreement.exempt}
        self.exempt_sides = frozenset(
            found.side for name in self.exempt if (found := self._actors.get(alias_key(name))) is not None
        )
        self._shapes: dict[tuple[str, str | None], ZoneShape] = {}
        self._measured: dict[tuple[tuple[str, str | None], float, float], Measure] = {}

    def who(self, actor: str | None, side: str | None, words: str | None) -> Who:
        """Actor and side of somebody, by the name, else by words that the agreement lists as another name."""
        known = self._actors.get(alias_key(actor)) if actor else None
        if known is None and not actor and words:
            key = alias_key(words)
            known = self._actors.get(key) or self._actors.get(_ARTICLE.sub("", key))
        found = known.side if known is not None else None
        if found is None and not actor and words:
            found = self._side_names.get(_ARTICLE.sub("", alias_key(words)))
        own = side if side in self.sides else found or None
        return Who(known.name if known is not None else actor, own)

    def of_account(self, account: Account) -> Who:
        """Who an account says it was."""
        if account.confidence is Confidence.WITHHELD:
            return Who(None, None)
        return self.who(account.actor, account.side, account.label)

    def of_perpetrator(self, perpetrator: Perpetrator) -> Who:
        """Who a claim says it was."""
        if perpetrator.confidence in (Confidence.WITHHELD, Confidence.NOT_STATED):
            return Who(None, None)
        return self.who(perpetrator.actor, perpetrator.side, perpetrator.label)

    def of_target(self, target: Target) -> Who:
        """Who was struck."""
        return self.who(target.actor, target.side, target.text)

    def is_joint(self, actor: str | None) -> bool:
        """Whether an actor is one of several sides at once."""
        known = self._actors.get(alias_key(actor)) if actor else None
        return known is not None and known.side == ""

    def zone(self, term: Term, *keys: str) -> Zone:
        """The first zone that the term names under one of these keys; the first version of one that moves.

        Raises:
            AgreementError: It names none, or one that the agreement does not hold.
        """
        for key in keys:
            named = getattr(term, key)
            if named is not None:
                if named in self.zones:
                    return self.zones[named]
                raise AgreementError(f"no such zone: {named!r}", where=f"term {term.id!r}", remedy="declare it")
        raise AgreementError(f"names no {' or '.join(keys)}", where=f"term {term.id!r}", remedy="name a zone")

    def versions(self, zone: Zone) -> tuple[Zone, ...]:
        """Every outline of a zone, one that does not move having one."""
        return tuple(z for z in self.agreement.zones if z.id == zone.id)

    def shape(self, zone: Zone) -> ZoneShape:
        """The geometry of a zone, made ready once."""
        if zone.version not in self._shapes:
            self._shapes[zone.version] = ZoneShape.of(zone)
        return self._shapes[zone.version]

    def measure_all(self, points: Iterable[tuple[float, float]]) -> None:
        """Measure many points (lon, lat) against every zone at once, so that later questions only look them up."""
        unique = sorted(set(points))
        if not unique:
            return
        lons, lats = np.array(unique).T
        for zone in self.agreement.zones:
            shape = self.shape(zone)
            for (lon, lat), km, inside in zip(unique, *shape.measure_many(lons, lats), strict=True):
                here = bool(inside) if shape.is_area else None
                self._measured[zone.version, lon, lat] = Measure(float(km), here, None)

    def measure(self, zone: Zone, lon: float, lat: float) -> Measure:
        """Distance and inside or not; the side of a line is not told here, see `shape`."""
        key = (zone.version, lon, lat)
        if key not in self._measured:
            self._measured[key] = self.shape(zone).measure(lon, lat)
        return self._measured[key]

    def names(self, zone: Zone) -> tuple[str, ...]:
        """The names of a zone as bare words, with those of its versions and of other zones on the same feature."""
        same = [z for z in self.agreement.zones if z.id == zone.id or (z.file, z.feature) == (zone.file, zone.feature)]
        return tuple(words_of(name) for z in same for name in (z.name, *z.aliases))

    def other_lines(self, zone: Zone) -> tuple[Zone, ...]:
        """Lines and corridors on other features, but for those that share a name: the same line drawn anew."""
        own, known = (zone.file, zone.feature), set(self.names(zone))
        return tuple(
            z
            for z in self.agreement.zones
            if z.kind != "polygon" and z.id != zone.id and (z.file, z.feature) != own and not known & set(self.names(z))
        )

    def camps(self, zone: Zone | None) -> tuple[frozenset[str], ...]:
        """Sets of sides that stand against each other: by the line of contact, else by the parties."""
        if zone is not None and zone.divides:
            return tuple(frozenset(sides) for sides in zone.divides)
        answered = {frozenset(p.answers_for): None for p in self.agreement.parties if p.answers_for}
        return tuple(answered)


@dataclass(frozen=True)
class Case:
    """One incident against one term."""

    view: View
    term: Term
    incident: Incident
    claims: tuple[Claim, ...]
    reports: Mapping[str, Report]
    _words: dict[str, str] = field(default_factory=dict)

    @cached_property
    def accounts(self) -> tuple[Account, ...]:
        """The accounts that are not denials; one that names nobody where there is none."""
        live = tuple(a for a in self.incident.perpetrators if a.confidence is not Confidence.DENIED)
        return live or (NOBODY,)

    @cached_property
    def who(self) -> tuple[Who, ...]:
        """Who each account says it was, in the agreement's terms."""
        return tuple(self.view.of_account(account) for account in self.accounts)

    @cached_property
    def asserted(self) -> tuple[Claim, ...]:
        """The claims that say it happened."""
        return tuple(claim for claim in self.claims if claim.modality is Modality.ASSERTED)

    @property
    def places(self) -> tuple[Place, ...]:
        """The place of the incident and the further places of a list that have a point, not the ends of a `between`."""
        where = self.incident.where
        if where is None:
            return ()
        further = () if where.relation.value == "between" else where.also
        return (where, *(place for place in further if place.lat is not None))

    def claims_of(self, index: int) -> tuple[Claim, ...]:
        """The asserted claims with targets that tell an account; where none has targets, all asserted that have.

        The targets of a claim that states no author count for every account that has none of its own.
        """
        account = self.accounts[index]
        told = [claim for claim in self.asserted if claim.targets]
        own = tuple(
            claim
            for claim in told
            if claim.perpetrator.confidence is not Confidence.NOT_STATED
            and (claim.perpetrator.actor, claim.perpetrator.label) == (account.actor, account.label)
        )
        return own or tuple(told)

    def report_words(self, claim: Claim) -> str:
        """Title and text of a claim's report as bare words."""
        if claim.report not in self._words:
            report = self.reports[claim.report]
            self._words[claim.report] = words_of(f"{report.title or ''}\n{report.text}")
        return self._words[claim.report]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a test found: an outcome for each account, and the figures it used."""

    by_account: tuple[Outcome, ...]
    figures: dict[str, Any]

    @classmethod
    def same(cls, case: Case, outcome: Outcome, **figures: Any) -> Answer:
        """The same outcome for every account."""
        return cls((outcome,) * len(case.accounts), figures)

    @property
    def outcome(self) -> Outcome:
        """Yes or no where all accounts agree, else unknown."""
        return self.by_account[0] if len(set(self.by_account)) == 1 else Outcome.UNKNOWN


def both(outcomes: Iterable[Outcome]) -> Outcome:
    """Kleene's and: no if any is no, else unknown if any is unknown, else yes."""
    seen = set(outcomes)
    return Outcome.NO if Outcome.NO in seen else Outcome.UNKNOWN if Outcome.UNKNOWN in seen else Outcome.YES


def either(outcomes: Iterable[Outcome]) -> Outcome:
    """Kleene's or: yes if any is yes, else unknown if any is unknown, else no."""
    seen = set(outcomes)
    return Outcome.YES if Outcome.YES in seen else Outcome.UNKNOWN if Outcome.UNKNOWN in seen else Outcome.NO


def agreed(outcomes: Iterable[Outcome]) -> Outcome:
    """The one outcome that all give, else unknown; unknown of none."""
    seen = set(outcomes)
    return seen.pop() if len(seen) == 1 else Outcome.UNKNOWN


def claims_for(incident: Incident, claims: Mapping[str, Claim], reports: Mapping[str, Report]) -> tuple[Claim, ...]:
    """The claims of an incident.

    Raises:
        RecordError: One of them, or its report, is not among those given.
    """
    found = []
    for name in incident.claims:
        if name not in claims or claims[name].report not in reports:
            what = "claim" if name not in claims else "report of claim"
            raise RecordError(
                f"{what} {name!r} is not there",
                where=f"incident {incident.id!r}",
                remedy="give the claims and reports it was linked from",
            )
        found.append(claims[name])
    return tuple(found)
