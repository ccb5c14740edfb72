"""Kind, date, place and weapon of an incident, chosen from what its claims say.

The rule for each, written out in docs/linking.md: the value that most independent origins give, more precise values
before vaguer ones; then more claims; then a fixed order, so that nothing hangs on the order of input.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence
from typing import Final, TypeVar

from trucewatch.link.voices import Voices
from trucewatch.model import (
    KINDS,
    Claim,
    DatePrecision,
    Kind,
    KindGroup,
    Modality,
    Record,
    Relation,
    When,
    Where,
    day_of,
)

_PRECISION: Final = tuple(DatePrecision)
_GROUPS: Final = (KindGroup.VIOLENT, KindGroup.BREACH, KindGroup.CONDUCT)
_ARTICLE: Final = re.compile(r"^(a|an|the) ")
_VAGUE: Final = (Kind.ARMED_CLASH, Kind.ATTACK, Kind.TERRITORY_CHANGE)

T = TypeVar("T", bound=Hashable)
R = TypeVar("R", bound=Record)


def speaking(claims: Sequence[Claim]) -> list[Claim]:
    """Asserted claims; all of them where nobody asserts anything."""
    return [c for c in claims if c.modality is Modality.ASSERTED] or list(claims)


def _tally(claims: Sequence[Claim], voices: Voices, value: Callable[[Claim], T | None]) -> dict[T, tuple[int, int]]:
    """Number of origins and of claims for each value."""
    who: dict[T, set[str]] = {}
    rows: dict[T, int] = {}
    for c in claims:
        v = value(c)
        if v is not None:
            who.setdefault(v, set()).update(voices.origins(c))
            rows[v] = rows.get(v, 0) + 1
    return {v: (len(who[v]), rows[v]) for v in who}


def choose_kind(claims: Sequence[Claim], voices: Voices) -> Kind:
    """The kind of act.

    Violence goes before breaches, breaches before conduct; `casualty` only where nobody names an act. Then the kind
    with most origins, then most claims. A tie between a vague and one specific kind goes to the specific; between
    several specific kinds and `armed_clash` it goes to the clash, which had them as its means.
    """
    if len(claims) == 1:
        return claims[0].kind
    tally = _tally(speaking(claims), voices, lambda c: c.kind)
    group = min((KINDS[k].group for k in tally), key=_GROUPS.index)
    votes = {k: v for k, v in tally.items() if KINDS[k].group is group}
    named = {k: v for k, v in votes.items() if k not in (Kind.CASUALTY, Kind.OTHER)} or votes
    top = max(named.values())
    tied = sorted(k for k, v in named.items() if v == top)
    specific = [k for k in tied if k not in _VAGUE]
    if len(specific) > 1 and Kind.ARMED_CLASH in tied:
        return Kind.ARMED_CLASH
    return (specific or tied)[0]


def choose_when(claims: Sequence[Claim], voices: Voices) -> When | None:
    """The date: of the most precise ones that with most origins, then most claims, then the earliest."""
    dated = [c for c in speaking(claims) if c.when is not None and (c.when.start or c.when.end)]
    if len(dated) < 2:
        return dated[0].when if dated else None
    finest = min((_precision(c.when) for c in dated), default=0)
    rows = [c for c in dated if _precision(c.when) == finest]
    tally = _tally(rows, voices, lambda c: _interval(c.when))
    best = min(tally, key=lambda v: (-tally[v][0], -tally[v][1], v))
    return _least([w for c in rows if (w := c.when) and _interval(w) == best])


def _precision(when: When | None) -> int:
    return len(_PRECISION) if when is None else _PRECISION.index(when.precision)


def _interval(when: When | None) -> tuple[str, str] | None:
    """First and last day; the time of day is not voted on."""
    if when is None:
        return None
    start, end = when.start or when.end, when.end or when.start
    return (str(day_of(start)), str(day_of(end))) if start and end else None


def choose_where(claims: Sequence[Claim], voices: Voices) -> Where | None:
    """The place.

    Points before bare names. Among points, those that are not more than three times as wide as the narrowest;
    of these the name with most origins, then most claims. Of the accounts of that place those that put the act on a
    line go first, then the one with most origins, then most claims, then the widest, which claims the least.
    """
    placed = [(c, w) for c in speaking(claims) if (w := c.where) is not None and _told(w)]
    points = [(c, w) for c, w in placed if w.radius_km is not None]
    if points:
        narrowest = min(w.radius_km or 0.0 for _, w in points)
        placed = [(c, w) for c, w in points if (w.radius_km or 0.0) <= max(10.0, 3 * narrowest)]
    if len(placed) < 2:
        return placed[0][1] if placed else None
    tally = _tally([c for c, _ in placed], voices, lambda c: _place_name(c.where))
    best = min(tally, key=lambda v: (-tally[v][0], -tally[v][1], v))
    rows = [c for c, w in placed if _place_name(w) == best]
    accounts = _tally(rows, voices, lambda c: _account_of_place(c.where))
    line, wide, relation = min(accounts, key=lambda v: (not v[0], -accounts[v][0], -accounts[v][1], -v[1], v[2]))
    same = [w for c in rows if (w := c.where) and _account_of_place(w) == (line, wide, relation)]
    return _least(same)


def _least(values: Sequence[R]) -> R:
    """The value that stands first by its bytes, so that nothing hangs on the order of input."""
    return values[0] if all(v == values[0] for v in values) else min(values, key=lambda v: v.to_json())


def _account_of_place(where: Where | None) -> tuple[bool, float, str] | None:
    if where is None:
        return None
    return where.relation is Relation.ON_LINE, where.radius_km or 0.0, where.relation.value


def _told(where: Where) -> bool:
    return bool(where.name or where.text or where.lat is not None)


def _place_name(where: Where | None) -> str | None:
    return None if where is None else where.name or where.text or f"{where.lat},{where.lon}"


def bare_weapon(weapon: str | None) -> str | None:
    """The words for a weapon without article and capitals."""
    return _ARTICLE.sub("", weapon.lower()) if weapon else None


def choose_weapon(claims: Sequence[Claim], voices: Voices, kind: Kind) -> str | None:
    """The weapon with most origins, then most claims, of those whose claims agree on the kind; else of all."""
    armed = [c for c in speaking(claims) if c.weapon]
    agreed = [c for c in armed if c.kind is kind] or armed
    tally = _tally(agreed, voices, lambda c: bare_weapon(c.weapon))
    if not tally:
        return None
    best = min(tally, key=lambda v: (-tally[v][0], -tally[v][1], v))
    return min(w for c in agreed if (w := c.weapon) and bare_weapon(w) == best)
