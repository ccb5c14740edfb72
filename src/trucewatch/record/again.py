"""Deriving again after decisions: what they touch is derived anew, and all else is taken over as it stands.

A decision holds on to claims. It can change the incidents of the groups that these are in and, where other decisions
merged or split those, of the groups that these hold on to, and so on. Nothing outside can differ but for three things,
for which this gives up and all is derived: ratings of sources, short ids that fall together, and faults of rules. Which
incidents are parts of waves is asked of all incidents each time.
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from trucewatch.link import Decided, LinkOptions, consolidate_groups, default_weights
from trucewatch.link.features import SMALL_KM
from trucewatch.link.waves import mark_waves
from trucewatch.model import Apart, Claim, Decision, Finding, Incident, Rating, Report

_LONG_HASH = 16
"""Digits at the end of ids that had fallen together."""


class Ground:
    """Reports, claims as extracted and the groups that linking found: what decisions leave as it is."""

    def __init__(self, reports: Mapping[str, Report], claims: Sequence[Claim], groups: Sequence[Sequence[str]]) -> None:
        """Make it ready.

        Args:
            reports: By id.
            claims: All of them, in order.
            groups: Ids of claims.
        """
        self.reports, self.claims = reports, claims
        self.by_id = {c.id: c for c in claims}
        self.groups = groups
        self._group = {name: at for at, group in enumerate(groups) for name in group}
        self._of_report: dict[str, list[str]] = defaultdict(list)
        for claim in claims:
            self._of_report[claim.report].append(claim.id)
        self._touched: dict[str, tuple[Decision, frozenset[str]]] = {}

    def home(self, name: str) -> int | str:
        """The number of a claim's group; the claim itself where it is in none."""
        return self._group.get(name, name)

    def members(self, home: int | str) -> Sequence[str]:
        """The claims of a home."""
        return self.groups[home] if isinstance(home, int) else (home,)

    def touched(self, decision: Decision) -> frozenset[str]:
        """The claims that a decision may hold on to: of a claim that is not there any more, all of its report."""
        known = self._touched.get(decision.id)
        if known is not None and known[0] is decision:
            return known[1]
        anchors = [a for seen in decision.before.seen for a in seen.claims]
        anchors += decision.after.claims if isinstance(decision.after, Apart) else ()
        found: set[str] = set()
        for anchor in anchors:
            found.update((anchor.claim,) if anchor.claim in self.by_id else self._of_report.get(anchor.report, ()))
        self._touched[decision.id] = decision, frozenset(found)
        return self._touched[decision.id][1]

    def around(self, seeds: Iterable[Decision], standing: Iterable[Decision]) -> tuple[set[int | str], set[str]]:
        """Where decisions reach, directly and by way of others.

        Args:
            seeds: Those that came or went.
            standing: All that stand, or stood.

        Returns:
            The homes, and the ids of the decisions that hold on to them.
        """
        on: dict[int | str, list[Decision]] = defaultdict(list)
        for decision in standing:
            for home in {self.home(name) for name in self.touched(decision)}:
                on[home].append(decision)
        homes: set[int | str] = set()
        speak: set[str] = set()
        waiting = [self.home(name) for seed in seeds for name in self.touched(seed)]
        while waiting:
            home = waiting.pop()
            if home in homes:
                continue
            homes.add(home)
            for decision in on.get(home, ()):
                if decision.id not in speak:
                    speak.add(decision.id)
                    waiting += [self.home(name) for name in self.touched(decision)]
        return homes, speak


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """All that was derived under some decisions, ready to be taken over. Nothing in it is changed once it is made.

    Attributes:
        ground: What decisions leave as it is.
        decided: The decisions.
        told: Claims as reviewed, by id.
        claims: The same in order.
        rows: Incidents by first day and id, before it was asked which are parts of waves.
        broad: Those of them that may be waves.
        homes: Each claim's incident among them.
        ids: Ids of incidents.
        parts: Parts of waves as they are with their wave, by id.
        incidents: As they are in the end.
        findings: By incident.
    """

    ground: Ground
    decided: Decided
    told: Mapping[str, Claim]
    claims: tuple[Claim, ...]
    rows: Sequence[Incident]
    broad: Sequence[Incident]
    homes: Mapping[str, Incident]
    ids: frozenset[str]
    parts: Mapping[str, Incident]
    incidents: tuple[Incident, ...]
    findings: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        ground: Ground,
        decided: Decided,
        claims: tuple[Claim, ...],
        incidents: tuple[Incident, ...],
        findings: Iterable[Finding],
    ) -> Whole | None:
        """What a full derivation gave; null where ids had fallen together, so that single incidents hang on others."""
        if any(len(n.id.rpartition("-")[2]) == _LONG_HASH for n in incidents):
            return None
        rows = [n if n.part_of is None else n.model_copy(update={"part_of": None}) for n in incidents]
        of: dict[str, list[Finding]] = {n.id: [] for n in incidents}
        for finding in findings:
            of[finding.incident].append(finding)
        return cls(
            ground=ground,
            decided=decided,
            told={c.id: c for c in claims},
            claims=claims,
            rows=rows,
            broad=[n for n in rows if _is_broad(n)],
            homes={name: n for n in rows for name in n.claims},
            ids=frozenset(n.id for n in rows),
            parts={n.id: n for n in incidents if n.part_of is not None},
            incidents=incidents,
            findings={id_: tuple(rows) for id_, rows in of.items()},
        )

    def differing(self, decided: Decided) -> list[Decision] | None:
        """The decisions that stand in one and not in the other; null where more differs than that."""
        was, now = ({d.id: d for d in some.standing} for some in (self.decided, decided))
        if self.decided.ratings != decided.ratings:
            return None
        if [i for i in was if i in now] != [i for i in now if i in was]:
            return None
        return [d for d in was.values() if now.get(d.id) != d] + [d for d in now.values() if was.get(d.id) != d]

    def under(self, decided: Decided, options: LinkOptions, differ: Sequence[Decision]) -> Whole | None:
        """The same under other decisions, without the findings of incidents that are new.

        Args:
            decided: The decisions.
            options: Of linking, but for decisions.
            differ: As `differing` gives them.
        """
        ground = self.ground
        homes, speak = ground.around(differ, (*self.decided.standing, *decided.standing))
        said = Decided(d for d in decided.standing if d.id in speak or isinstance(d.after, Rating))
        groups = [[ground.by_id[name] for name in ground.members(home)] for home in sorted(homes, key=str)]
        claims = [c for group in groups for c in group]
        names = {c.id for c in claims}
        in_groups = [g for home, g in zip(sorted(homes, key=str), groups, strict=True) if isinstance(home, int)]
        reviewed = {c.id: c for c in said.reviewed(claims)}
        fresh = consolidate_groups(in_groups, claims, ground.reports, options=_with(options, said))
        gone = {id(n): n for name in names if (n := self.homes.get(name)) is not None}
        if any(not names.issuperset(n.claims) for n in gone.values()):
            return None
        ids = (self.ids - {n.id for n in gone.values()}) | {n.id for n in fresh}
        if len(ids) != len(self.ids) - len(gone) + len(fresh):
            return None  # two ids fall together
        rows = [n for n in self.rows if id(n) not in gone]
        for incident in fresh:
            insort(rows, incident, key=_order)
        told = dict(self.told)
        for name in names:
            told.pop(name, None)
        told |= reviewed
        at_home = dict(self.homes)
        for name in names:
            at_home.pop(name, None)
        at_home |= {name: n for n in fresh for name in n.claims}
        broad = self.broad
        if any(map(_is_broad, (*gone.values(), *fresh))):
            broad = [n for n in rows if _is_broad(n)]
            parts = self._parts(rows, told, options)
        else:
            # Waves are what they were, so that only what is new may be another's part than before.
            old = {n.id for n in gone.values()}
            parts = {id_: n for id_, n in self.parts.items() if id_ not in old}
            parts |= self._parts((*broad, *fresh), told, options, only=frozenset(n.id for n in fresh))
        return Whole(
            ground=ground,
            decided=decided,
            told=told,
            claims=self._in_order(told, names),
            rows=rows,
            broad=broad,
            homes=at_home,
            ids=ids,
            parts=parts,
            incidents=tuple(parts.get(n.id, n) for n in rows),
        )

    def _in_order(self, told: Mapping[str, Claim], names: Iterable[str]) -> tuple[Claim, ...]:
        if all(told.get(name) is self.told.get(name) for name in names):
            return self.claims
        return tuple(c for claim in self.ground.claims if (c := told.get(claim.id)) is not None)

    def _parts(
        self,
        rows: Sequence[Incident],
        told: Mapping[str, Claim],
        options: LinkOptions,
        *,
        only: frozenset[str] | None = None,
    ) -> dict[str, Incident]:
        """Those of some incidents, all waves among them, that are parts of waves; the same objects where as before."""
        parts: dict[str, Incident] = {}
        for bare, placed in zip(rows, mark_waves(rows, told, options.weights or default_weights()), strict=True):
            if placed is not bare and (only is None or bare.id in only):
                known = self.parts.get(bare.id)
                parts[bare.id] = known if known is not None and known == placed else placed
        return parts


def _is_broad(incident: Incident) -> bool:
    """Whether it may be a wave: told of several places, or of one that is more than a point on the map."""
    where = incident.where
    return where is not None and (bool(where.also) or (where.radius_km or 0.0) > SMALL_KM)


def _with(options: LinkOptions, said: Decided) -> LinkOptions:
    return replace(options, decided=said if said.standing else None)


def _order(incident: Incident) -> tuple[str, str]:
    return incident.when.start or "" if incident.when else "", incident.id
