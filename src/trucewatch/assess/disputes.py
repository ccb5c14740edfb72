"""Where ledgers disagree: claimants on one incident, a stated total beside what its claimant reported, two sides.

A claimant is an origin (see `trucewatch.link.voices`): who relays it says nothing of its own. All of it is a pure
function of incidents, claims and reports; nothing decides who is right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from trucewatch.assess._matching import by_distance, in_period
from trucewatch.assess.entries import NO_HARM, Books, Entry, bounds_of, entry_for, told_by
from trucewatch.assess.ledgers import added
from trucewatch.assess.umbrellas import Bounds, Member, told_apart
from trucewatch.link.figures import count_rule
from trucewatch.link.voices import Voices, origin_key
from trucewatch.locate import find_country
from trucewatch.model import (
    BREACH_KINDS,
    VIOLENT_KINDS,
    Category,
    Claim,
    Confidence,
    Effect,
    Grade,
    HistoryEntry,
    Incident,
    Kind,
    Modality,
    Moment,
    Outcome,
    Place,
    Record,
    Report,
    Scope,
    Where,
)

# ---- one incident, several claimants


class Saying(Record):
    """What one claimant says: a figure, or words.

    Attributes:
        claimant: The origin.
        low: At least so many people; null where it is words.
        high: At most so many; null where it is open, or words.
        words: Who did it and who did not, or `happened` and `did not happen`; null where it is a figure.
        reports: Where it says so.
    """

    claimant: str
    low: int | None
    high: int | None
    words: str | None
    reports: tuple[str, ...]


class Disagreement(Record):
    """What claimants say of one incident and cannot all be right about.

    Attributes:
        incident: Id of the incident.
        field: `killed`, `injured`, `missing`, `captured`, `author` or `happened`.
        sayings: One a claimant, those who agree beside each other.
    """

    incident: str
    field: str
    sayings: tuple[Saying, ...]


_NAMED = frozenset(
    {Confidence.FACT, Confidence.CLAIMED, Confidence.ACCUSED_BY_AUTHORITY, Confidence.ACCUSED, Confidence.POSSIBLE}
)


def disagreements(books: Books, *, between: tuple[str, str] | None = None) -> tuple[Disagreement, ...]:
    """Where claimants disagree on the same incident, in the order of the incidents.

    Figures disagree where they cannot meet: 2 and 3, but not 2 and "at least 1". Authors disagree where no author that
    one claimant names may be one that the other names, or where one names whom the other clears.

    Args:
        books: The record.
        between: Only what these two claimants say.
    """
    wanted = None if between is None else {origin_key(name) for name in between}
    found: list[Disagreement] = []
    for incident in books.incidents:
        claims = books.told(incident)
        voices = Voices.of(claims, books.reports)
        for name, sayings, apart in _sayings(claims, voices):
            rows = [s for s in sayings if wanted is None or origin_key(s.claimant) in wanted]
            if any(apart(a, b) for i, a in enumerate(rows) for b in rows[i + 1 :]):
                found.append(Disagreement(incident=incident.id, field=name, sayings=tuple(sorted(rows, key=_rank))))
    return tuple(found)


_Apart = Callable[[Saying, Saying], bool]


def _sayings(claims: Sequence[Claim], voices: Voices) -> list[tuple[str, list[Saying], _Apart]]:
    asserted = [c for c in claims if c.modality is Modality.ASSERTED]
    found: list[tuple[str, list[Saying], _Apart]] = [
        (effect.value, _figures(effect, asserted, voices), _cannot_meet) for effect in Effect
    ]
    authors, exclude = _authors(claims, voices)
    found.append(("author", authors, exclude))
    found.append(("happened", _happened(claims, voices), lambda a, b: a.words != b.words))
    return found


def _by_origin(claims: Sequence[Claim], voices: Voices) -> dict[str, list[Claim]]:
    found: dict[str, list[Claim]] = {}
    for claim in claims:
        for who in voices.origins(claim):
            found.setdefault(who, []).append(claim)
    return found


def _reports(claims: Iterable[Claim]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(c.report for c in claims))


def _figures(effect: Effect, claims: Sequence[Claim], voices: Voices) -> list[Saying]:
    rows = []
    for who, own in _by_origin(claims, voices).items():
        told = [c for c in own if c.count(effect) is not None]
        total = count_rule(effect, told, voices)
        if total is not None:
            rows.append(Saying(claimant=who, low=total.low, high=total.high, words=None, reports=_reports(told)))
    return rows


def _cannot_meet(a: Saying, b: Saying) -> bool:
    return (a.high is not None and b.low is not None and b.low > a.high) or (
        b.high is not None and a.low is not None and a.low > b.high
    )


_Named = tuple[str | None, str | None, str | None]
"""Actor, label and side of an author."""


@dataclass(frozen=True, slots=True)
class _Story:
    """Whom one claimant names, and of whom it says that they did not do it."""

    named: frozenset[_Named]
    cleared: frozenset[_Named]


def _authors(claims: Sequence[Claim], voices: Voices) -> tuple[list[Saying], _Apart]:
    """Who names whom, and who denies it: for itself, or for another."""
    named: dict[str, list[tuple[_Named, Claim]]] = {}
    cleared: dict[str, list[tuple[_Named, Claim]]] = {}
    for claim in claims:
        p = claim.perpetrator
        who = (p.actor, p.label, p.side)
        if not (p.actor or p.label):
            continue
        is_denial = claim.modality is Modality.DENIED or p.confidence is Confidence.DENIED
        deniers = [d.name for d in claim.denied_by] or (list(voices.origins(claim)) if is_denial else [])
        for name in deniers:
            cleared.setdefault(name, []).append((who, claim))
        if not is_denial and p.confidence in _NAMED:
            for name in voices.origins(claim):
                named.setdefault(name, []).append((who, claim))
    stories: dict[str, _Story] = {}
    rows = []
    for name in dict.fromkeys((*named, *cleared)):
        yes, no = named.get(name, []), cleared.get(name, [])
        stories[name] = _Story(frozenset(w for w, _ in yes), frozenset(w for w, _ in no))
        told = sorted({w[0] or w[1] or "" for w, _ in yes}) + sorted({f"not {w[0] or w[1]}" for w, _ in no})
        reports = tuple(dict.fromkeys(c.report for _, c in (*yes, *no)))
        rows.append(Saying(claimant=name, low=None, high=None, words=" or ".join(told), reports=reports))
    return rows, lambda a, b: _exclude(stories[a.claimant], stories[b.claimant])


def _exclude(a: _Story, b: _Story) -> bool:
    if any(_one(x, y) for x in a.named for y in b.cleared) or any(_one(x, y) for x in b.named for y in a.cleared):
        return True
    return bool(a.named and b.named) and not any(_may_be_one(x, y) for x in a.named for y in b.named)


def _one(a: _Named, b: _Named) -> bool:
    return a[0] == b[0] if a[0] or b[0] else a[1] == b[1]


def _may_be_one(a: _Named, b: _Named) -> bool:
    """Whether two names may be of one author: "insurgents" may be any group, a group is no other."""
    if a[0] and b[0]:
        return a[0] == b[0]
    return a[2] is None or b[2] is None or a[2] == b[2]


def _happened(claims: Sequence[Claim], voices: Voices) -> list[Saying]:
    """Who says that it happened and who that it did not; a denial that names an author is about the author."""
    denials: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.modality is Modality.DENIED and not (claim.perpetrator.actor or claim.perpetrator.label):
            for name in [d.name for d in claim.denied_by] or voices.origins(claim):
                denials.setdefault(name, []).append(claim)
    if not denials:
        return []
    known = {origin_key(name) for name in denials}
    told = [(who, own, "did not happen") for who, own in denials.items()]
    asserted = [c for c in claims if c.modality is Modality.ASSERTED]
    told += [(w, own, "happened") for w, own in _by_origin(asserted, voices).items() if origin_key(w) not in known]
    return [Saying(claimant=w, low=None, high=None, words=words, reports=_reports(own)) for w, own, words in told]


def _rank(saying: Saying) -> tuple[str, int, int, str]:
    return saying.words or "", saying.low or 0, -1 if saying.high is None else saying.high, saying.claimant


# ---- a figure that changed


class Step(Record):
    """One figure of a claimant with the day on which it became known.

    Attributes:
        known_on: Publication of the report that gave it first; null where that has no date.
        report: That report.
        low: At least so many.
        high: At most; null where open.
        replaced: Whether that report says that a later figure has replaced it.
    """

    known_on: Moment | None
    report: str
    low: int | None
    high: int | None
    replaced: bool


class Revision(Record):
    """A figure of an incident that one claimant changed.

    Attributes:
        incident: Id of the incident.
        effect: What it counts.
        claimant: Who.
        steps: Two at least, in the order in which they became known.
    """

    incident: str
    effect: Effect
    claimant: str
    steps: tuple[Step, ...]


def revisions(incident: Incident) -> tuple[Revision, ...]:
    """The figures of an incident that a claimant changed: from report to report, or by the word of one report.

    Figures that one report gives side by side, neither calling the other replaced, are no revision: the largest stands
    for them.
    """
    told: dict[tuple[Effect, str], list[HistoryEntry]] = {}
    for h in incident.history:
        for who in h.claimants:
            told.setdefault((h.effect, who), []).append(h)
    found = []
    for (effect, who), entries in told.items():
        order = sorted(
            entries,
            key=lambda h: (h.published is None, h.published or "", h.report, not h.superseded, h.low or h.high or 0),
        )
        steps: list[Step] = []
        for at, h in enumerate(order):
            beside = any(not later.superseded and later.report == h.report for later in order[at + 1 :])
            if not h.superseded and beside:
                continue
            step = Step(known_on=h.published, report=h.report, low=h.low, high=h.high, replaced=h.superseded)
            if not steps or (steps[-1].low, steps[-1].high) != (step.low, step.high):
                steps.append(step)
        if len(steps) > 1:
            found.append(Revision(incident=incident.id, effect=effect, claimant=who, steps=tuple(steps)))
    return tuple(found)


# ---- a stated total beside the incidents that its claimant reported


class Tally(StrEnum):
    """How a stated total stands to the incidents that its claimant reported here."""

    SAME = "same"
    """They add up to it exactly."""
    MAY_AGREE = "may_agree"
    """Their bounds leave room for it."""
    RECORD_LESS = "record_less"
    """They add up to less: the record holds only some of what the claimant counts."""
    RECORD_MORE = "record_more"
    """They add up to more than the claimant states: it left some out, or some are not of it."""


class TollRow(Record):
    """A total that a claimant stated, beside the incidents of that time, place and kind that it reported itself.

    Attributes:
        claim: Id of the claim that states it.
        report: Its report.
        claimant: The origin.
        counts: `killed`, `injured`, `missing`, `captured`, or `acts`.
        start: First day of the period; null where it is open.
        end: Last day; where the claim has none, the day of publication.
        where: The area, in the words of the claim or by name.
        stated_low: At least so many by the statement.
        stated_high: At most.
        reported_low: What the incidents that are surely of it add up to at least.
        reported_high: What all that may be of it add up to at most; null where open.
        incidents: Ids of those surely of it.
        perhaps: Ids of those that may be.
        tally: How the two stand to each other.
    """

    claim: str
    report: str
    claimant: str
    counts: str
    start: Moment | None
    end: Moment | None
    where: str | None
    stated_low: int | None
    stated_high: int | None
    reported_low: int
    reported_high: int | None
    incidents: tuple[str, ...]
    perhaps: tuple[str, ...]
    tally: Tally


@dataclass(frozen=True, slots=True)
class _Reported:
    """An incident by the word of one claimant."""

    incident: Incident
    claims: tuple[Claim, ...]
    voices: Voices


@dataclass(frozen=True, slots=True)
class _Stated:
    """A total of one claimant, its days, and what is of it so far, for each thing that it counts."""

    claim: Claim
    claimant: str
    start: Moment | None
    end: Moment | None
    entries: dict[str, list[Entry]]


_NOBODY: Bounds = (0, 0, 0)
_ANY_KIND = frozenset({Kind.CASUALTY, Kind.OTHER})
_ACTS = "acts"


def stated_totals(books: Books) -> tuple[TollRow, ...]:
    """Every asserted total of the record beside what its claimant reported, by claim.

    Only claims of scope `toll` with a figure are totals; superseded and unconfirmed ones are left out.
    """
    found = StatedTotals(books.claims.values(), books.reports)
    found.take(books)
    return found.rows()


class StatedTotals:
    """The totals of a record beside its incidents, which come in parts, in their order."""

    def __init__(self, claims: Iterable[Claim], reports: Mapping[str, Report]) -> None:
        """No incident yet.

        Args:
            claims: Those that state totals; others may stand among them.
            reports: Of these, by id.
        """
        self._stated: list[_Stated] = []
        self._of: dict[str, list[_Stated]] = {}
        tolls = (c for c in claims if is_toll(c) and not c.superseded)
        for claim in sorted(tolls, key=lambda c: (c.report, c.id)):
            counts = {e.value: claim.count(e) for e in Effect} | {_ACTS: claim.acts}
            names = [name for name, figure in counts.items() if figure is not None and not figure.unconfirmed]
            report = reports.get(claim.report)
            start, end = (claim.when.start, claim.when.end) if claim.when else (None, None)
            end = end or (report.published if report else None)
            for who in Voices.of([claim], reports).origins(claim) if names else ():
                stated = _Stated(claim, who, start, end, {name: [] for name in names})
                self._stated.append(stated)
                self._of.setdefault(origin_key(who), []).append(stated)

    @property
    def claimants(self) -> frozenset[str]:
        """Keys of the origins that state them (`origin_key`): what others reported is not looked at."""
        return frozenset(self._of)

    def take(self, books: Books) -> None:
        """Hold some incidents against them."""
        for incident in books.incidents if self._of else ():
            if incident.grade is Grade.DISCOUNTED:
                continue
            claims = [c for c in books.told(incident) if c.modality is Modality.ASSERTED]
            voices = Voices.of(claims, books.reports)
            for who, own in _by_origin(claims, voices).items():
                row = _Reported(incident, tuple(own), voices)
                for stated in self._of.get(origin_key(who), ()):
                    outcome = _of_toll(stated, row)
                    if outcome is not Outcome.NO:
                        for name, entries in stated.entries.items():
                            entries.append(_entry(stated.claim, name, row, sure=outcome is Outcome.YES))

    def rows(self) -> tuple[TollRow, ...]:
        """The totals beside what was taken so far."""
        return tuple(
            _toll_row(stated, name, entries) for stated in self._stated for name, entries in stated.entries.items()
        )


def is_toll(claim: Claim) -> bool:
    """Whether a claim states a total."""
    return claim.scope is Scope.TOLL and claim.modality is Modality.ASSERTED


def _toll_row(stated: _Stated, name: str, entries: Sequence[Entry]) -> TollRow:
    claim = stated.claim
    figure = claim.acts if name == _ACTS else claim.count(Effect(name))
    assert figure is not None
    sure = [e for e in entries if e.sure]
    perhaps = [e for e in entries if not e.sure]
    low, high = _reported_sum(name, sure, perhaps)
    return TollRow(
        claim=claim.id,
        report=claim.report,
        claimant=stated.claimant,
        counts=name,
        start=stated.start,
        end=stated.end,
        where=(claim.where.name or claim.where.text) if claim.where else None,
        stated_low=figure.low,
        stated_high=figure.high,
        reported_low=low,
        reported_high=high,
        incidents=tuple(e.incident for e in sure),
        perhaps=tuple(e.incident for e in perhaps),
        tally=_tally(figure.low, figure.high, low, high),
    )


def _tally(stated_low: int | None, stated_high: int | None, low: int, high: int | None) -> Tally:
    if stated_low is not None and high is not None and high < stated_low:
        return Tally.RECORD_LESS
    if stated_high is not None and low > stated_high:
        return Tally.RECORD_MORE
    return Tally.SAME if low == high == stated_low == stated_high else Tally.MAY_AGREE


def _of_toll(stated: _Stated, row: _Reported) -> Outcome:
    """Whether an incident, as its claimant tells it, is one of those that the total counts."""
    claim, unknown = stated.claim, False
    # The cheapest question first: one no decides.
    for outcome in _tests(claim, row, stated.start, stated.end):
        if outcome is Outcome.NO:
            return Outcome.NO
        unknown = unknown or outcome is Outcome.UNKNOWN
    return Outcome.UNKNOWN if unknown else Outcome.YES


def _tests(claim: Claim, row: _Reported, start: Moment | None, end: Moment | None) -> Iterator[Outcome]:
    yield in_period(row.incident.when, start[:10] if start else None, end[:10] if end else None)
    yield _of_kind(claim, row)
    doer = claim.perpetrator
    if doer.actor or doer.side:
        told = [c.perpetrator for c in row.claims]
        known = [p for p in told if p.actor or p.side]
        same = any((p.actor, p.side) == (doer.actor, doer.side) or (p.side and p.side == doer.side) for p in known)
        yield Outcome.YES if same else Outcome.NO if known else Outcome.UNKNOWN
    elif doer.label:
        yield Outcome.UNKNOWN
    yield _in_area(claim.where, row.incident.where)


def _of_kind(claim: Claim, row: _Reported) -> Outcome:
    kinds = {c.kind for c in row.claims}
    if claim.kind in _ANY_KIND:
        counted = VIOLENT_KINDS if claim.kind is Kind.CASUALTY else VIOLENT_KINDS | BREACH_KINDS
        return Outcome.YES if kinds & counted else Outcome.NO
    if claim.kind in kinds:
        return Outcome.YES
    vague = claim.kind in VIOLENT_KINDS and bool(kinds & {Kind.CASUALTY, Kind.ATTACK, Kind.ARMED_CLASH})
    return Outcome.UNKNOWN if vague else Outcome.NO


def _in_area(area: Where | None, where: Where | None) -> Outcome:
    if area is None:
        return Outcome.YES
    if where is None:
        return Outcome.UNKNOWN
    names = {n.casefold() for n in (where.name, where.admin1, where.text) if n}
    if any(n and n.casefold() in names for n in (area.name, area.text)):
        return Outcome.YES
    if _is_country(area) and area.country is not None and where.country is not None:
        return Outcome.YES if area.country == where.country else Outcome.NO
    return by_distance(where, area)


def _is_country(area: Place) -> bool:
    return bool(area.name and any(c.iso2 == area.country for c in find_country(area.name)))


def _entry(claim: Claim, name: str, row: _Reported, *, sure: bool) -> Entry:
    """What an incident adds to one count of a total."""
    harmed = _NOBODY if name == _ACTS else _harmed(claim, Effect(name), row)
    return entry_for(row.incident, sure, NO_HARM._replace(killed=harmed))


def _reported_sum(name: str, sure: Sequence[Entry], perhaps: Sequence[Entry]) -> tuple[int, int | None]:
    """What the incidents add up to: at least by those that are sure, at most by all; a wave and its parts once."""
    if name == _ACTS:
        return _acts(sure), _acts((*sure, *perhaps))
    total = added((*sure, *perhaps), lambda e: e.harm.killed)
    return total.low or 0, total.high


def _acts(rows: Sequence[Entry]) -> int:
    """How many acts they are, were all of them sure."""
    members = [Member(e.incident, e.part_of, True) for e in rows]
    return len({m.id for m in members} - told_apart(members))


def _harmed(claim: Claim, effect: Effect, row: _Reported) -> Bounds:
    """Those whom the total counts among the harmed of one incident: of its category, actor and side, if it has any."""
    if effect in (Effect.KILLED, Effect.INJURED):
        harm = told_by(row.claims, row.voices)
        total = harm.killed if effect is Effect.KILLED else harm.injured
    else:
        ruled = count_rule(effect, row.claims, row.voices)
        total = bounds_of(ruled) if ruled is not None else _NOBODY
    told = [(v.category, v.actor, v.side) for v in claim.victims if v.effect is effect]
    told = told or [(t.category, t.actor, t.side) for t in claim.targets]
    if not told or total[2] == 0:
        return total
    rows = [v for c in row.claims for v in c.victims if v.effect is effect]
    fits = {_whom(told, (v.category, v.actor, v.side)) for v in rows} or {Outcome.UNKNOWN}
    if fits == {Outcome.YES}:
        return total
    return _NOBODY if fits == {Outcome.NO} else (0, 0, total[2])


_Whom = tuple[Category, str | None, str | None]


def _whom(wanted: Iterable[_Whom], victim: _Whom) -> Outcome:
    outcomes = set()
    for category, actor, side in wanted:
        tests = {_same(category, victim[0], Category.UNKNOWN), _same(actor, victim[1], None)}
        tests.add(_same(side, victim[2], None))
        outcomes.add(
            Outcome.NO if Outcome.NO in tests else Outcome.UNKNOWN if Outcome.UNKNOWN in tests else Outcome.YES
        )
    return next((o for o in (Outcome.YES, Outcome.UNKNOWN) if o in outcomes), Outcome.NO)


def _same(wanted: str | None, given: str | None, unknown: str | None) -> Outcome:
    if wanted in (None, unknown) or wanted == given:
        return Outcome.YES
    return Outcome.UNKNOWN if given in (None, unknown) else Outcome.NO
