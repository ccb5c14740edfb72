"""The features of a pair of claims: each gives one level and the words that explain it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from trucewatch.link.names import similarity
from trucewatch.link.text import Words, likeness, shared_words
from trucewatch.link.views import PLACELESS, Days, Party, Spot, View
from trucewatch.link.weights import FEATURES, LIKENESS, Weights
from trucewatch.model import Category, Cause, Count, Effect, Kind, Modality

SMALL_KM: Final = 10.0
"""Radius up to which a place counts as a spot: a village, a town, a stretch of road."""
AREA_KM: Final = 40.0
"""Radius up to which a place counts as an area; beyond it is a region."""
SAME_NAME: Final = 0.85
"""Similarity of two names from which they are one: one letter in seven may differ, as between transliterations."""
REGION_KM: Final = 150.0
"""Radius up to which a place counts as a region; a whole country tells nothing."""
EARTH_KM: Final = 6371.0088
"""Mean radius of the earth (IUGG)."""

_FORCES = frozenset({Category.MILITARY, Category.ARMED_GROUP, Category.POLICE, Category.PEACEKEEPER})
_CIVIL = frozenset({Category.CIVILIAN, Category.AID_WORKER, Category.JOURNALIST})


class Found(NamedTuple):
    """The level of a feature, and what to say about it: a template with its values, filled in only when shown."""

    level: str
    template: str
    values: tuple[object, ...] = ()


class Level(NamedTuple):
    """One feature of one pair with the level it has."""

    feature: str
    found: Found

    @property
    def level(self) -> str:
        """The level."""
        return self.found.level

    @property
    def detail(self) -> str:
        """The two values that gave the level, in words."""
        return self.found.template.format(*(_shown(v) for v in self.found.values))


def _shown(value: object) -> object:
    """A value of a template as it is read: parties and figures in words, lists parted by commas."""
    if isinstance(value, Party):
        return value.actor or value.label or value.side or value.category.value
    if isinstance(value, Count):
        return _range(value)
    if isinstance(value, tuple | frozenset):
        words = value if isinstance(value, tuple) else sorted(value)
        return ", ".join(str(_shown(v)) for v in words) or "not said"
    return "not said" if value is None else value


def pair_levels(a: View, b: View, weights: Weights) -> Iterator[Level]:
    """All features of a pair, in the order of the weights file."""
    for feature, level in LEVELS.items():
        yield Level(feature, level(a, b, weights))


BOTH: Final = "{} / {}"


# ---- time


def days_gap(a: Days, b: Days) -> int:
    """Days between two intervals, 0 where they overlap."""
    return max(0, max(a.start, b.start) - min(a.end, b.end))


def _time(a: View, b: View) -> Found:
    one, two = a.days, b.days
    if one is None or two is None:
        return Found("unknown", "no date")
    gap = days_gap(one, two)
    if gap <= 3 and {a.kind, b.kind} <= PLACELESS:
        return Found("deal", "two dates of a deal, {} days apart", (gap,))
    if 0 < gap <= 3 and (one.assumed or two.assumed):
        return Found("assumed_gap", "dated by the report, {} days apart", (gap,))
    span = max(one.span, two.span)
    if gap:
        level = "next_day" if gap == 1 and span <= 4 else "few_days" if gap <= 3 else "days_apart"
        return Found(level, "{} days apart", (gap,))
    if one.assumed or two.assumed:
        return Found("assumed_overlap", "dated by the report")
    if span == 1:
        hours = abs(one.hour - two.hour) if one.hour is not None and two.hour is not None else 0.0
        return Found("other_hour", "{:.0f} hours apart", (hours,)) if hours > 4 else Found("same_day", "same day")
    level = "overlap_days" if span <= 4 else "overlap_week" if span <= 10 else "overlap_month"
    return Found(level, "overlap, the longer {} days", (span,))


# ---- place


def distance_km(lat: float, lon: float, lat2: float, lon2: float) -> float:
    """Great-circle distance (haversine) in km; within 0.5% of the geodesic, which is far below any radius here."""
    phi, phi2 = math.radians(lat), math.radians(lat2)
    half = math.sin((phi2 - phi) / 2) ** 2
    half += math.cos(phi) * math.cos(phi2) * math.sin(math.radians(lon2 - lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


class Apart(NamedTuple):
    """How two places lie: the level with its words, and km outside both radii (None without points)."""

    found: Found
    outside_km: float | None

    @property
    def level(self) -> str:
        """The level."""
        return self.found.level

    @property
    def detail(self) -> str:
        """The values in words."""
        return Level("place", self.found).detail


_PLACE_ORDER: Final = FEATURES["place"]
"""The levels of a place from nearest to farthest."""


def nearest(a: View, b: View) -> Apart:
    """The two closest places of a pair, further places of a list included."""
    if not a.spots or not b.spots:
        return Apart(Found("unknown", "no place"), None)
    found = [_compare_spots(s, t) for s in a.spots for t in b.spots]
    best = min(found, key=lambda f: (_PLACE_ORDER.index(f.level), f.outside_km or 0.0))
    if best.outside_km is None and found[0].outside_km is not None and best.level != "same_name":
        return found[0]  # names alone never outweigh the points of the two main places
    return best


def _compare_spots(s: Spot, t: Spot) -> Apart:
    alike = similarity(s.name, t.name) if s.name and t.name else 0.0
    if s.lat is None or s.lon is None or t.lat is None or t.lon is None:
        return _compare_names(s, t, alike)
    km = distance_km(s.lat, s.lon, t.lat, t.lon)
    outside, larger = km - s.radius - t.radius, max(s.radius, t.radius)
    if outside > 0 and alike >= SAME_NAME and larger <= AREA_KM and s.country == t.country:
        return Apart(Found("same_name", "{} / {}, placed {:.0f} km apart", (s.name, t.name, km)), None)
    level = _inside(km, larger, alike) if outside <= 0 else _outside(outside)
    return Apart(Found(level, "{:.1f} km apart, radii {:g} and {:g} km", (km, s.radius, t.radius)), outside)


def _inside(km: float, larger: float, alike: float) -> str:
    """Two places whose radii meet, by the larger radius."""
    if larger > REGION_KM:
        return "unknown"
    if larger <= SMALL_KM:
        return "same_spot" if km <= 1.0 else "touching"
    same = km <= 5.0 or alike >= SAME_NAME
    if larger <= AREA_KM:
        return "same_area" if same else "within_area"
    return "same_region" if same else "within_region"


def _outside(km: float) -> str:
    return "near" if km <= 5 else "apart" if km <= 25 else "far"


def _compare_names(s: Spot, t: Spot, alike: float) -> Apart:
    if s.country and t.country and s.country != t.country:
        return Apart(Found("far", BOTH, (s.country, t.country)), None)
    level = "unknown" if not s.name or not t.name else "same_name" if alike >= SAME_NAME else "other_name"
    return Apart(Found(level, "{} / {}, not both on the map", (s.name or None, t.name or None)), None)


# ---- kind


def kind_level(a: Kind, b: Kind, weights: Weights) -> str | None:
    """How two kinds agree, or None where they are different kinds of act."""
    if a is b:
        return "same_vague" if a in weights.vague else "same"
    if b in weights.vague.get(a, ()) or a in weights.vague.get(b, ()):
        return "same_vague" if a in weights.vague and b in weights.vague else "vague"
    if frozenset({a, b}) in weights.close:
        return "close"
    if a in weights.crowd and b in weights.crowd:
        return "crowd"
    return None


# ---- who was struck, who did it


def party_level(p: Party, q: Party) -> str:
    """How two parties agree; `unknown` where the words do not tell."""
    names = p.actor or p.label, q.actor or q.label
    if p.actor and q.actor and similarity(p.actor, q.actor) >= SAME_NAME:
        return "same_actor"
    if {p.category, q.category} & _FORCES and {p.category, q.category} & _CIVIL:
        return "other_category"
    if p.side and q.side and p.side != q.side:
        return "other_side"
    if p.side and p.side == q.side:
        return "same_side"
    if p.actor and q.actor:
        return "other_actor"
    if names[0] and names[1] and similarity(names[0], names[1]) >= SAME_NAME:
        return "same_words"
    if p.category is q.category and p.category is not Category.UNKNOWN:
        return "same_category"
    if {p.category, q.category} == {Category.MILITARY, Category.ARMED_GROUP}:
        return "other_force"
    return "unknown"


_STRUCK_ORDER: Final = (
    "same_actor",
    "same_words",
    "same_side",
    "same_category",
    "unknown",
    "other_force",
    "other_category",
    "other_actor",
    "other_side",
)


def struck_level(a: View, b: View) -> str:
    """The best agreement between those struck; in two accounts of a clash, between those who fought."""
    found = [party_level(p, q) for p in a.struck for q in b.struck]
    if _clash_told_twice(a, b):
        found = [party_level(p, q) for p in (*a.struck, a.doer) for q in (*b.struck, b.doer) if p and q]
    return min(found, key=_STRUCK_ORDER.index) if found else "unknown"


def same_party(p: Party, q: Party) -> bool:
    """Whether two parties are surely the same actor, or forces of the same side."""
    level = party_level(p, q)
    return level in ("same_actor", "same_side") or (level == "same_words" and not (p.side and q.side))


def strikes(a: View, b: View) -> bool:
    """Whether who acts in `a` is struck in `b`. A clash in which both sides are struck fits either direction."""
    if a.doer is None or a.modality is Modality.DENIED or _both_sides(b):
        return False
    doer = a.doer
    return any(same_party(doer, q) for q in b.struck) and not any(same_party(doer, q) for q in a.struck)


def _clash_told_twice(a: View, b: View) -> bool:
    """Whether two reports tell of fighting between the same two, each with another side as the attacker."""
    clash = a.kind is Kind.ARMED_CLASH and b.kind is Kind.ARMED_CLASH
    return clash and a.report != b.report and strikes(a, b) and strikes(b, a)


def _both_sides(a: View) -> bool:
    return len({p.side or p.actor or p.label for p in a.struck}) > 1


def _counters(a: View, b: View) -> bool:
    """Whether the accused in `a` answers in `b` that those struck, and nobody else is said to be struck, did it."""
    if a.doer is None or b.struck or b.kind is not a.kind:
        return False
    accused = a.doer.actor or a.doer.label or ""
    return any(similarity(accused, c) >= SAME_NAME for c in b.claimants)


def doer_level(a: View, b: View) -> str:
    """How two accounts of who did it agree."""
    there, back = strikes(a, b), strikes(b, a)
    if there and back:
        return "rival" if _clash_told_twice(a, b) else "reversed"
    if there or back:
        return "counter" if _counters(*((b, a) if there else (a, b))) else "half_reversed"
    if a.doer is None or b.doer is None:
        return "unknown"
    level = party_level(a.doer, b.doer)
    if Modality.DENIED in (a.modality, b.modality):
        return "same" if level in ("same_actor", "same_words") else "unknown"
    if level == "same_side":
        return "rival" if a.doer.actor and b.doer.actor else "same_side"
    if level in ("same_actor", "same_words"):
        return "same"
    return "rival" if level.startswith("other_") else "unclear"


# ---- figures


def _figure(a: View, b: View, effects: tuple[Effect, ...]) -> Found:
    """The first effect for which both give a figure; captured and missing people share one feature."""
    for effect in effects:
        one, two = a.count(effect), b.count(effect)
        if one is not None and two is not None:
            level = figure_level(one, two, parts=(a.part, b.part), revised=a.superseded or b.superseded)
            return Found(level, BOTH, (one, two))
    return Found("unknown", "not in both")


def figure_level(one: Count, two: Count, *, parts: tuple[bool, bool], revised: bool) -> str:
    """How two figures agree. `parts` says which of them count only some; `revised` that one has been replaced."""
    if one.unconfirmed or two.unconfirmed:
        return "unknown"
    low, high = _bounds(one)
    low2, high2 = _bounds(two)
    exact = low == high and low2 == high2 and not (one.approximate or two.approximate)
    if exact and low == low2:
        return "both_zero" if low == 0 else "same_few" if low < 3 else "same_many"
    if revised:
        return "revised"
    if any(parts):
        fits = all(parts) or (low <= high2 if parts[0] else low2 <= high)
        return "fits" if fits else "exceeds"
    if low <= high2 and low2 <= high:
        return "overlap"
    if 0 in (high, high2):
        return "zero_or_some"
    return "near" if min(high, high2) * 2 >= max(low, low2) else "far"


def _bounds(count: Count) -> tuple[float, float]:
    """Low and high; an approximate figure reaches a fifth further."""
    low = count.low if count.low is not None else 0
    high = count.high if count.high is not None else math.inf
    return (low * 0.8, high * 1.2) if count.approximate else (low, high)


def _range(count: Count) -> str:
    low, high = count.low, count.high
    ends = ["?" if n is None else str(n) for n in (low, high)]
    text = ends[0] if low == high else " to ".join(ends)
    return f"about {text}" if count.approximate else text


# ---- names of victims, weapon, source


def shared_victims(a: View, b: View) -> list[str]:
    """Names of victims in both, across spellings."""
    return [n for n in a.victims if any(similarity(n, m) >= SAME_NAME for m in b.victims)]


def _victims(a: View, b: View) -> Found:
    if not a.victims or not b.victims:
        return Found("unknown", "no names in both")
    shared = shared_victims(a, b)
    if shared:
        return Found("shared", "{}", (tuple(shared),))
    return Found("parts" if a.part or b.part else "other", BOTH, (a.victims, b.victims))


def cause_level(a: View, b: View) -> str:
    """Whether an enemy act killed or hurt people here and something else did there."""
    if not a.causes or not b.causes:
        return "unknown"
    if a.causes & b.causes:
        return "same"
    return "other" if Cause.NON_HOSTILE in a.causes | b.causes else "unknown"


def _weapon(a: View, b: View) -> Found:
    if not a.weapon or not b.weapon:
        return Found("unknown", "not in both")
    shared = a.weapon & b.weapon
    return Found("same", "{}", (shared,)) if shared else Found("other", BOTH, (a.weapon, b.weapon))


def same_act(a: View, b: View) -> bool:
    """Whether two claims of one report rest on the same words for the act."""
    if a.report != b.report or a.act_span is None or b.act_span is None:
        return False
    return a.act_span[0] < b.act_span[1] and b.act_span[0] < a.act_span[1]


def _source(a: View, b: View) -> Found:
    if a.report != b.report:
        shared = a.origins & b.origins
        return Found("same_origin", "{}", (shared,)) if shared else Found("other_report", "two reports")
    if same_act(a, b):
        return Found("same_act", "one report, the same words for the act")
    if Modality.DENIED in (a.modality, b.modality):
        return Found("denial", "one report, a denial")
    shared = a.claimants & b.claimants
    if shared:
        return Found("same_claimant", "one report, {}", (shared,))
    return Found("other_claimant", "one report, another claimant")


# ---- the reports that tell of them


def one_story(a: View, b: View, weights: Weights) -> bool:
    """Whether two reports share so many rare words that a date or a place that does not fit is misread.

    The scorer says how many that is. On half the training part of the Gun Violence Archive, by our own extraction, a
    date or a place would else forbid 42% of the pairs of reports of one incident.
    """
    one, two = a.text.report, b.text.report
    if a.report == b.report or one is None or two is None or math.isinf(weights.one_story):
        return False
    return likeness(one, two) >= weights.one_story


def _misread(a: View, b: View, weights: Weights) -> Found:
    """What does not fit between reports of one story, and so was misread as likely as not."""
    if a.text.report is None or b.text.report is None:
        return Found("unknown", "no words in both")
    if not one_story(a, b, weights):
        return Found("other_story", "not one story")
    wrong = (
        _time(a, b).level in ("few_days", "days_apart"),
        nearest(a, b).level in ("apart", "far"),
    )
    level = {(True, True): "both", (True, False): "date", (False, True): "place", (False, False): "nothing"}[wrong]
    return Found(level, "reports of one story")


ONE_REPORT: Final = Found("one_report", "one report")
"""Two claims of one report are compared by what they say, not by the report."""


def _published(a: View, b: View) -> Found:
    if a.report == b.report:
        return ONE_REPORT
    if a.published is None or b.published is None:
        return Found("unknown", "not dated both")
    gap = abs(a.published - b.published)
    level = next(name for name, most in _PUBLISHED if gap <= most)
    return Found(level, "reports {} days apart", (gap,))


_PUBLISHED: Final = (
    ("same_day", 0),
    ("next_day", 1),
    ("few_days", 3),
    ("week", 7),
    ("month", 30),
    ("season", 120),
    ("longer", math.inf),
)


def _words(feature: str, part: Callable[[View], Words | None]) -> Callable[[View, View, Weights], Found]:
    """A feature of shared words, whose levels are its ranges of likeness."""
    ranges = LIKENESS[feature]

    def found(a: View, b: View, _: Weights) -> Found:
        if a.report == b.report:
            return ONE_REPORT
        one, two = part(a), part(b)
        if one is None or two is None:
            return Found("unknown", "no words in both")
        alike = likeness(one, two)
        level = next(name for name, least in ranges if alike >= least)
        return Found(level, "{:.2f} alike: {}", (alike, shared_words(one, two)) if alike else (alike, "no word"))

    return found


LEVELS: Final[Mapping[str, Callable[[View, View, Weights], Found]]] = {
    "time": lambda a, b, _: _time(a, b),
    "place": lambda a, b, _: nearest(a, b).found,
    "kind": lambda a, b, weights: Found(kind_level(a.kind, b.kind, weights) or "other", BOTH, (a.kind, b.kind)),
    "struck": lambda a, b, _: Found(struck_level(a, b), BOTH, (a.struck, b.struck)),
    "doer": lambda a, b, _: Found(doer_level(a, b), BOTH, (a.doer, b.doer)),
    "killed": lambda a, b, _: _figure(a, b, (Effect.KILLED,)),
    "injured": lambda a, b, _: _figure(a, b, (Effect.INJURED,)),
    "captured": lambda a, b, _: _figure(a, b, (Effect.CAPTURED, Effect.MISSING)),
    "victims": lambda a, b, _: _victims(a, b),
    "cause": lambda a, b, _: Found(cause_level(a, b), BOTH, (a.causes, b.causes)),
    "weapon": lambda a, b, _: _weapon(a, b),
    "source": lambda a, b, _: _source(a, b),
    "published": lambda a, b, _: _published(a, b),
    "report": _words("report", lambda v: v.text.report),
    "names": _words("names", lambda v: v.text.names),
    "headline": _words("headline", lambda v: v.text.headline),
    "passage": _words("passage", lambda v: v.text.passage),
    "misread": _misread,
}
"""How each feature finds its level, in the order of the weights file."""
