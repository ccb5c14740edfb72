"""From drafts to claims: which drafts tell of one act, which of them one set of claimants gives, and what each claim holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from trucewatch.extract.acts import EffectHit, is_violent
from trucewatch.extract.drafts import Draft
from trucewatch.extract.people import PeopleMention
from trucewatch.model import Category, Effect, Kind, Modality, When, Where

_VAGUE = frozenset({Kind.ATTACK, Kind.CASUALTY, Kind.ARMED_CLASH, Kind.SMALL_ARMS_FIRE})
_GENERIC_NOUNS = frozenset(
    {
        "attack",
        "attacks",
        "blast",
        "explosion",
        "strike",
        "strikes",
        "shooting",
        "raid",
        "firing",
        "violence",
        "killings",
        "fighting",
        "assault",
        "bombing",
        "ambush",
        "shelling",
        "clash",
        "clashes",
        "bombardment",
    }
)


@dataclass(frozen=True)
class Cited:
    """A claimant as one claim cites it; offsets into the text, or null for a report that speaks for itself."""

    name: str
    kind: str
    start: int | None
    end: int | None
    via: int | str | None
    country: str | None


@dataclass(frozen=True)
class Dated:
    """A date with where its words stand, offsets into the text; no words for a date that only the telling gives."""

    start: int | None
    end: int | None
    when: When
    rule: str


@dataclass(frozen=True)
class Placed:
    """A resolved place with where its words stand, offsets into the text."""

    start: int
    end: int
    where: Where


@dataclass
class Piece:
    """A draft with what the report around it resolves: claimants, place and date.

    `near_date` and `near_place` are those last told before it in the same paragraph or under the same heading.
    """

    draft: Draft
    claimants: tuple[Cited, ...]
    where: Where | None
    own_date: bool
    near_date: Dated | None = None
    near_place: Placed | None = None

    def date(self) -> Dated | None:
        """Its own date."""
        d = self.draft.date
        return Dated(self.draft.offset + d.start, self.draft.offset + d.end, d.when, d.rule) if d else None

    def place(self) -> Placed | None:
        """Its own place."""
        p = self.draft.place
        return Placed(self.draft.offset + p.start, self.draft.offset + p.end, self.where) if p and self.where else None

    @property
    def paragraph(self) -> int:
        """Number of the paragraph in the report."""
        return self.draft.sentence.paragraph

    def names(self) -> tuple[str, ...]:
        """Who stands behind it, for comparing."""
        return tuple(sorted(c.name for c in self.claimants))


@dataclass
class ClaimDraft:
    """Pieces that one claim is made of, in report order."""

    pieces: list[Piece]
    event: Event

    @property
    def first(self) -> Piece:
        """The piece that the claim begins with."""
        return self.pieces[0]

    def effect(self, effect: Effect) -> tuple[Piece, EffectHit] | None:
        """The words that give the figure for an effect, the first with people in it."""
        hits = [(p, e) for p in self.pieces for e in p.draft.effects if e.effect is effect]
        total = next((h for h in hits if h[1].total), None)
        return total or next((h for h in hits if h[1].people), hits[0] if hits else None)

    def more(self, effect: Effect) -> list[tuple[Piece, EffectHit]]:
        """Further words for an effect that count other people than the first: the other side's dead, say."""
        first = self.effect(effect)
        if first is None or first[1].total or not first[1].people:
            return []
        seen = [first[1]]
        out = []
        for p in self.pieces:
            for e in p.draft.effects:
                if e.effect is effect and e.people and e is not first[1] and all(apart(e, o) for o in seen):
                    seen.append(e)
                    out.append((p, e))
        return out

    def agents(self) -> Piece | None:
        """The piece that names who did it: its own, or one by the same claimants that speaks of the act."""
        own = next((p for p in self.pieces if p.draft.roles.agents), None)
        return own or next((p for p in self._stances() if p.draft.roles.agents), None)

    def withheld(self) -> Piece | None:
        """The piece that says that nobody is named or known."""
        own = next((p for p in self.pieces if p.draft.withheld), None)
        return own or next((p for p in self._stances() if p.draft.withheld), None)

    def _stances(self) -> list[Piece]:
        names = self.first.names()
        return [
            p
            for p in self.event.pieces
            if p.draft.follows and not p.draft.denial and (p.names() == names or not p.claimants)
        ]


@dataclass
class Event:
    """One act as one report tells it."""

    pieces: list[Piece] = field(default_factory=list)
    claims: list[ClaimDraft] = field(default_factory=list)

    def kind(self) -> Kind:
        """The kind that the strongest words give."""
        heads = [p.draft for p in self.pieces if p.draft.trigger is not None and not p.draft.follows]
        if not heads:
            return self.pieces[0].draft.kind
        best = max(heads, key=lambda d: (d.kind not in _VAGUE, d.trigger.strength if d.trigger else 0, -d.start))
        return best.kind

    def where(self) -> Where | None:
        """The narrowest place that any words give."""
        known = [p.where for p in self.pieces if p.where is not None]
        placed = [w for w in known if w.radius_km is not None]
        return min(placed, key=lambda w: w.radius_km or 0.0) if placed else (known[0] if known else None)

    def date_piece(self) -> Piece | None:
        """The piece whose words date the act."""
        return next((p for p in self.pieces if p.own_date and (d := p.date()) and d.when.end), None)

    def people(self) -> PeopleMention | None:
        """The first people with a noun who were hurt."""
        return next(
            (q for p in self.pieces for e in p.draft.effects for q in e.people if q.head and not q.generic), None
        )


def assemble(pieces: Iterable[Piece], *, distance_km: Callable[[Where, Where], float | None]) -> list[ClaimDraft]:
    """Group pieces into acts and acts into claims, in report order."""
    events: list[Event] = []
    order: list[ClaimDraft] = []
    for piece in pieces:
        event = _event_for(piece, events, distance_km)
        if event is None:
            if piece.draft.follows:
                continue
            event = Event()
            events.append(event)
        claim = None if not event.claims else _claim_for(piece, event)
        event.pieces.append(piece)
        if claim is None:
            claim = ClaimDraft([piece], event)
            event.claims.append(claim)
            order.append(claim)
        else:
            claim.pieces.append(piece)
    return order


def _event_for(
    piece: Piece, events: Sequence[Event], distance_km: Callable[[Where, Where], float | None]
) -> Event | None:
    """The act told before that a piece speaks of, or None where it tells a new one."""
    d = piece.draft
    candidates = [e for e in events[-4:] if not e.pieces[0].draft.toll]
    if d.toll:
        return None
    if d.follows:
        return next((e for e in reversed(candidates) if is_violent(e.kind())), None)
    if d.looks_back and candidates and is_violent(candidates[-1].kind()) and not _agents_differ(piece, candidates[-1]):
        return candidates[-1]
    if d.modality is Modality.HYPOTHETICAL:
        return None
    for event in reversed(candidates):
        if event.pieces[0].draft.modality is Modality.HYPOTHETICAL:
            continue
        if _same_act(piece, event, distance_km, latest=event is candidates[-1]):
            return event
    return None


def _same_act(piece: Piece, event: Event, distance_km: Callable[[Where, Where], float | None], *, latest: bool) -> bool:
    d = piece.draft
    if is_violent(d.kind) != is_violent(event.kind()):
        return False
    if _dates_differ(piece, event) or _places_differ(piece, event, distance_km) or _kinds_differ(piece, event):
        return False
    gap = piece.paragraph - event.pieces[-1].paragraph
    trigger = d.trigger
    if _victims_differ(piece, event):
        return False
    if trigger is None:
        return latest and gap <= 1
    if trigger.definite and trigger.text.lower().split()[-1] in _GENERIC_NOUNS | {trigger.text.lower()}:
        return gap <= 3
    last = event.pieces[-1]
    if last.draft.sentence.index == d.sentence.index:
        return (
            d.kind == event.kind()
            and not _agents_differ(piece, event)
            and not (piece.where and last.where and piece.where.text != last.where.text)
        )
    if last.draft.trigger is None or last.draft.kind is Kind.CASUALTY:
        return (
            latest
            and gap <= 1
            and not _agents_differ(piece, event)
            and (not d.effects or not _figures_differ(piece, event))
        )
    if gap == 0 and latest and piece.where is None and not piece.own_date and _one_is_vague(d, event):
        return not _agents_differ(piece, event) and not (d.effects and _figures_differ(piece, event))
    if gap <= 3 and d.kind == event.kind() and _names_others(piece, event) and not _agents_differ(piece, event):
        return _places_meet(piece, event, distance_km)
    same_figures = bool(d.effects) and _figures_agree(piece, event)
    return (
        gap <= 2
        and d.kind == event.kind()
        and not _agents_differ(piece, event)
        and (same_figures or (latest and trigger.weak))
    )


def _names_others(piece: Piece, event: Event) -> bool:
    """Whether one report tells the dead of an act one by one: this piece or the act so far gives them by name."""
    mine = {n for e in piece.draft.effects for q in e.people for n in q.names}
    theirs = {n for p in event.pieces for e in p.draft.effects for q in e.people for n in q.names}
    return bool(mine or theirs) and not mine & theirs and bool(piece.draft.effects)


def _places_meet(piece: Piece, event: Event, distance_km: Callable[[Where, Where], float | None]) -> bool:
    here, there = piece.where, event.where()
    if here is None or there is None:
        return True
    km = distance_km(here, there)
    return here.name == there.name if km is None else km <= max(5.0, here.radius_km or 0.0, there.radius_km or 0.0)


def _one_is_vague(d: Draft, event: Event) -> bool:
    """An act told in general, then its means: "came under attack ... a bomb went off first"."""
    kinds = d.kind, event.kind()
    mutual = d.trigger is not None and d.trigger.frame == "mutual"
    loose = frozenset({Kind.ATTACK, Kind.ARMED_CLASH})
    return not mutual and kinds[0] != kinds[1] and (kinds[0] in loose) != (kinds[1] in loose)


def _dates_differ(piece: Piece, event: Event) -> bool:
    dated = event.date_piece()
    if dated is None or not piece.own_date or dated.draft.date is None or piece.draft.date is None:
        return False
    a, b = dated.draft.date.when, piece.draft.date.when
    if a.start is None or b.start is None or a.end is None or b.end is None:
        return False
    return a.end[:10] < b.start[:10] or b.end[:10] < a.start[:10]


def _places_differ(piece: Piece, event: Event, distance_km: Callable[[Where, Where], float | None]) -> bool:
    here, there = piece.where, event.where()
    if here is None or there is None:
        return False
    km = distance_km(here, there)
    if km is None:
        return here.text != there.text
    return km > max(12.0, (here.radius_km or 0.0), (there.radius_km or 0.0))


def _kinds_differ(piece: Piece, event: Event) -> bool:
    if piece.draft.trigger is None or piece.draft.follows:
        return False
    a, b = piece.draft.kind, event.kind()
    words = piece.draft.trigger.text.lower()
    generic = piece.draft.trigger.definite and words.split()[-1] in _GENERIC_NOUNS
    return a != b and a not in _VAGUE and b not in _VAGUE and not generic


def _agents_differ(piece: Piece, event: Event) -> bool:
    mine = {a.actor or a.label for a in piece.draft.roles.agents}
    theirs = {a.actor or a.label for p in event.pieces for a in p.draft.roles.agents}
    return bool(mine and theirs and not mine & theirs)


def _figures(piece: Piece) -> dict[Effect, tuple[int | None, int | None]]:
    out: dict[Effect, tuple[int | None, int | None]] = {}
    for e in piece.draft.effects:
        counted = [p.count for p in e.people if p.count]
        if counted:
            lows = [c.low for c in counted if c.low is not None]
            highs = [c.high for c in counted if c.high is not None]
            out.setdefault(e.effect, (sum(lows) if lows else None, sum(highs) if len(highs) == len(counted) else None))
    return out


def _figures_agree(piece: Piece, event: Event) -> bool:
    mine = _figures(piece)
    return any(mine.get(e) == f for p in event.pieces for e, f in _figures(p).items() if e in mine)


def _figures_differ(piece: Piece, event: Event) -> bool:
    mine = _figures(piece)
    return any(mine[e] != f for p in event.pieces for e, f in _figures(p).items() if e in mine)


def _victims_differ(piece: Piece, event: Event) -> bool:
    """Whether other people are hurt: another actor's, or civilians where before there were soldiers."""
    mine = [q for e in piece.draft.effects for q in e.people if q.head and not q.generic]
    theirs = [q for p in event.pieces for e in p.draft.effects for q in e.people if q.head and not q.generic]
    if not mine or not theirs or piece.draft.trigger is not None:
        return False
    actors, others = {q.actor for q in mine if q.actor}, {q.actor for q in theirs if q.actor}
    return bool(actors and others and not actors & others)


def _claim_for(piece: Piece, event: Event) -> ClaimDraft | None:
    """The claim of an act that a piece belongs to: same claimants, no rival figure or account."""
    d = piece.draft
    if d.denial is not None:
        return None
    if d.follows and d.withheld is not None:
        named = [c for c in event.claims if c.first.names() == piece.names() and not c.agents()]
        free = [c for c in event.claims if not c.agents() and c.first.draft.denial is None]
        chosen = named or free
        return chosen[-1] if chosen else None
    for claim in reversed(event.claims):
        first = claim.first.draft
        if first.denial is not None or first.superseded != d.superseded:
            continue
        bare = not claim.first.claimants and not any(p.draft.effects for p in claim.pieces)
        if bare and d.trigger is None and claim.first.paragraph == piece.paragraph:
            return claim
        silent = not piece.claimants and (
            claim.first.paragraph == piece.paragraph or (d.follows and d.withheld is not None)
        )
        if not silent and piece.names() != claim.first.names():
            continue
        if _rival(piece, claim):
            continue
        return claim
    return None


def apart(a: EffectHit, b: EffectHit) -> bool:
    """Whether two counts are of different people: two actors, or two categories that are both known."""
    one = {(q.actor or q.label) for q in a.people if q.actor or q.label}
    two = {(q.actor or q.label) for q in b.people if q.actor or q.label}
    if one and two:
        return not one & two and all(q.count for q in (*a.people, *b.people))
    kinds = {q.category for q in a.people}, {q.category for q in b.people}
    return Category.UNKNOWN not in kinds[0] | kinds[1] and not kinds[0] & kinds[1]


def _rival(piece: Piece, claim: ClaimDraft) -> bool:
    mine = {e.effect: e for e in reversed(piece.draft.effects)}
    for p in claim.pieces:
        figures = _figures(p)
        for e in p.draft.effects:
            other = mine.get(e.effect)
            if (
                other is not None
                and e.people
                and other.people
                and figures.get(e.effect) != _figures(piece).get(e.effect)
                and not apart(e, other)
            ):
                return True
    agents = {a.actor or a.label for a in piece.draft.roles.agents}
    theirs = {a.actor or a.label for p in claim.pieces for a in p.draft.roles.agents}
    return bool(agents and theirs and not agents & theirs)


def category_of(people: PeopleMention, event: Event) -> PeopleMention:
    """The people themselves, or for a bare number those whom the act had hurt before."""
    if not people.generic or people.category is not Category.UNKNOWN:
        return people
    return event.people() or people
