"""Claims of the network and of the rules as one list: which two are one claim, whose value holds, and how sure it is.

The two err in different places: on the claims of the dev conflicts and the development reports that both find, one of
them has the day right in 0.95, and either alone in 0.83. So each field is taken from the one that the weights of
`data/joining.toml` hold for it, and a claim that only one of them finds stands where it is likely enough to be right.
The weights are learned by `python -m training.extractor.joining`.
"""

from __future__ import annotations

import math
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from trucewatch.extract.grouping import Group
from trucewatch.extract.roles import FIGURES, Role
from trucewatch.extract.tagger import Attributes, Tagged
from trucewatch.extract.triage import violence_probability
from trucewatch.extract.weighing import FARTHEST, Features, chance, cut, weighed
from trucewatch.model import (
    VIOLENT_KINDS,
    Claim,
    Claimant,
    ClaimantKind,
    Confidence,
    Count,
    DatePrecision,
    Evidence,
    Kind,
    Report,
    Scope,
    content_id,
)

ROLES_OF: Mapping[str, tuple[Role, ...]] = {
    "when": (Role.TIME,),
    "where": (Role.PLACE,),
    "killed": (Role.KILLED, Role.INJURED),
    "injured": (Role.KILLED, Role.INJURED),
    "perpetrator": (Role.PERPETRATOR,),
    "voice": (Role.CLAIMANT, Role.DENIER),
}
"""The fields that are chosen, each with the roles of the mentions that it rests on. The kind is always the network's:
where the two differ it is right in 0.80."""

_PARTS: Mapping[str, tuple[str, ...]] = {
    **{field: (field,) for field in ("when", "where", "killed", "injured", "perpetrator")},
    "voice": ("claimants", "denied_by"),
}
"""The fields of a claim that are chosen together."""

LEAST_SHARED = 3.0
"""How much two claims must share to be one."""

LEAST_BREACH = 0.22
"""The least score of a claim without violence, of which the two find few: by folds F1 of breaches is then 0.49 on our own
reports kept back and 0.54 on real text. At 0.28 it is 0.50 and 0.56, but findings need what is found less surely: macro-F1 of
the development set falls from 0.79 to 0.74."""

LEAST_OF_BEST = 0.45
"""What the likeliest claim of violence of a report must reach, or the report has none. By folds that costs no event and leaves
three more quiet reports without a claim; at 0.5 real text would lose 0.007 of event F1 and one in twenty reports of a shooting."""

AUTHORITIES = frozenset({ClaimantKind.GOVERNMENT, ClaimantKind.MILITARY, ClaimantKind.POLICE})
"""Claimants who accuse others with the authority of a state; state media as author do too."""

_CITED = frozenset({Confidence.CLAIMED, Confidence.ACCUSED_BY_AUTHORITY, Confidence.ACCUSED})

_LOOSE = frozenset({Kind.ATTACK, Kind.CASUALTY, Kind.ARMED_CLASH})


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the network and the rules hold for one claim; one of them may hold nothing.

    Attributes:
        network: The network's claim.
        group: The mentions that it rests on.
        rules: The claim of the rules.
    """

    network: Claim | None
    group: Group | None
    rules: Claim | None

    @property
    def claim(self) -> Claim:
        """The network's claim, else that of the rules."""
        claim = self.network or self.rules
        assert claim is not None
        return claim


@dataclass(frozen=True, slots=True)
class Company:
    """What stands beside a candidate in its report.

    Attributes:
        twins: The claims that others hold of the same act: those whose words for the act overlap its own.
        claims: How many claims the report has.
        near: How many others have an act that begins in the same sentence.
    """

    twins: tuple[Claim, ...] = ()
    claims: int = 1
    near: int = 0


@dataclass(frozen=True, slots=True)
class Setting:
    """What tells of a whole report.

    Attributes:
        starts: Where its sentences begin.
        length: How many code points it has.
        dated: Whether the day of its publication is known.
        upper: Whether it is in capitals.
        violent: Log-odds of the triage that it tells of violence.
    """

    starts: tuple[int, ...]
    length: int
    dated: bool
    upper: bool
    violent: float

    @classmethod
    def of(cls, report: Report, starts: Iterable[int]) -> Setting:
        """The setting of a report."""
        violence = min(max(violence_probability(report.text), 1e-4), 1 - 1e-4)
        odds = math.log(violence / (1 - violence))
        return cls(tuple(starts), len(report.text), report.published is not None, report.text.isupper(), odds)


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights by name of feature: of the choice of each field, and of the score of a claim that both or one found."""

    choice: Mapping[str, Mapping[str, float]]
    score: Mapping[str, Mapping[str, float]]
    least: float

    def keep(self, candidate: Candidate, score: float) -> bool:
        """Whether a claim is likely enough; breaches and conduct need less."""
        return score >= (self.least if candidate.claim.kind in VIOLENT_KINDS else LEAST_BREACH)


@cache
def load_weights() -> Weights:
    """The weights that ship."""
    told = tomllib.loads(files("trucewatch.extract").joinpath("data", "joining.toml").read_text(encoding="utf-8"))
    return Weights(told["choice"], told["score"], told["least"])


def joined(
    network: Sequence[tuple[Group, Claim]],
    rules: Sequence[Claim],
    tagged: Tagged,
    setting: Setting,
    *,
    weights: Weights | None = None,
) -> list[Claim]:
    """One list of claims in the order of the text, each with its score; those less likely than the least are left out.

    Args:
        network: The network's claims with the mentions they rest on.
        rules: The claims of the rules for the same report.
        tagged: What the network says of the report.
        setting: What else tells of the report.
        weights: Those that ship where none are given.
    """
    weights = weights or load_weights()
    candidates = paired(network, rules)
    scores = [
        likelihood(candidate, company, tagged, setting, weights)
        for candidate, company in zip(candidates, company_of(candidates, setting), strict=True)
    ]
    out = [
        chosen(candidate, tagged, setting, weights).model_copy(update={"score": round(score, 3)})
        for candidate, score in zip(candidates, scores, strict=True)
        if weights.keep(candidate, score)
    ]
    if max((c.score or 0.0 for c in out if c.kind in VIOLENT_KINDS), default=0.0) < LEAST_OF_BEST:
        out = [c for c in out if c.kind not in VIOLENT_KINDS]
    out = _without_repeated(out)
    out.sort(key=_first_word)
    return [_named(claim, number) for number, claim in enumerate(out)]


def _without_repeated(claims: Sequence[Claim]) -> list[Claim]:
    """The claims without those that say of an act no more than another one does; of two that say the same the likelier stays."""
    ranked = sorted(claims, key=lambda c: -(c.score or 0.0))
    return [
        c
        for i, c in enumerate(ranked)
        if not any(_says_all_of(o, c) and (j < i or not _says_all_of(c, o)) for j, o in enumerate(ranked) if j != i)
    ]


def _says_all_of(claim: Claim, other: Claim) -> bool:
    """Whether a claim has the act, the figures, the claimants, the day and the culprit of another, where that one has any."""
    if (claim.kind, claim.scope) != (other.kind, other.scope) or not _overlap(_of(claim, "kind"), _of(other, "kind")):
        return False
    theirs, mine = other.perpetrator.text, claim.perpetrator.text
    days = [c.when.start for c in (claim, other) if c.when is not None and c.when.start]
    return (
        all(b is None or a == b for a, b in zip(_figures(claim), _figures(other), strict=True))
        and {c.name for c in other.claimants} <= {c.name for c in claim.claimants}
        and theirs in (None, mine)
        and len(set(days)) < 2
    )


def _first_word(claim: Claim) -> int:
    return min((e.start for e in _of(claim, "kind")), default=0)


def _named(claim: Claim, number: int) -> Claim:
    """The claim of the joined extractor; `number` tells equal ones of a report apart."""
    claim = claim.model_copy(update={"id": "c-0", "extractor": MODEL_VERSION})
    return claim.model_copy(update={"id": content_id("c", number, claim.to_json())})


MODEL_VERSION = "model-6"
"""Name and version of this extractor; a new model changes it, so that resumed runs extract again."""


# ---- which claims are one


def paired(network: Sequence[tuple[Group, Claim]], rules: Sequence[Claim]) -> list[Candidate]:
    """Claims of both that share most, one to one, then those that one of them has alone."""
    left_words, right_words = [_by_field(n) for _, n in network], [_by_field(r) for r in rules]
    shared = [
        (-_shared(n, r, left_words[i], right_words[j]), i, j)
        for i, (_, n) in enumerate(network)
        for j, r in enumerate(rules)
    ]
    free, left = set(range(len(network))), set(range(len(rules)))
    out: list[Candidate] = []
    for value, i, j in sorted(shared):
        if -value >= LEAST_SHARED and i in free and j in left:
            free.discard(i)
            left.discard(j)
            out.append(Candidate(network[i][1], network[i][0], rules[j]))
    out += [Candidate(network[i][1], network[i][0], None) for i in sorted(free)]
    return [*out, *(Candidate(None, None, rules[j]) for j in sorted(left))]


def company_of(candidates: Sequence[Candidate], setting: Setting) -> list[Company]:
    """What stands beside each candidate of a report."""
    claims = [c.claim for c in candidates]
    acts = [_of(c, "kind") for c in claims]
    sentences = [bisect_right(setting.starts, _first_word(c)) for c in claims]
    return [
        Company(
            tuple(other for j, other in enumerate(claims) if j != i and _overlap(mine, acts[j])),
            len(claims),
            sentences.count(sentences[i]) - 1,
        )
        for i, mine in enumerate(acts)
    ]


def _shared(a: Claim, b: Claim, left: _Words, right: _Words) -> float:
    """How much two claims share: words of the act most, then those of figures, place and date."""

    def share(field: str) -> bool:
        return _overlap(left.get(field, ()), right.get(field, ()))

    value = 3.0 * share("kind") + 2.0 * share("killed") + 2.0 * share("injured")
    if not value:
        return 0.0
    value += share("where") + 0.5 * share("when") + 0.5 * share("claimants")
    return value + (a.kind is b.kind) + 0.5 * (a.scope is b.scope)


_Words = Mapping[str, Sequence[Evidence]]


def _by_field(claim: Claim) -> _Words:
    """What each field of a claim rests on."""
    found: dict[str, list[Evidence]] = {}
    for e in claim.evidence:
        found.setdefault(e.field.partition("[")[0], []).append(e)
    return found


def _of(claim: Claim, field: str) -> list[Evidence]:
    return [e for e in claim.evidence if e.field.partition("[")[0] == field]


def _overlap(left: Iterable[Evidence], right: Sequence[Evidence]) -> bool:
    return any(a.start < b.end and b.start < a.end for a in left for b in right)


# ---- whose value holds


def chosen(candidate: Candidate, tagged: Tagged, setting: Setting, weights: Weights) -> Claim:
    """The claim, each field from the one of the two that the weights hold for it."""
    network, rules = candidate.network, candidate.rules
    if network is None or rules is None:
        return candidate.claim
    for field in ROLES_OF:
        if differ(network, rules, field):
            odds = weighed(weights.choice[field], choice_features(candidate, field, tagged, setting))
            if odds > 0:
                network = _taken(network, rules, field)
    return _agreeing(network)


def has_authority(claimants: Iterable[Claimant]) -> bool:
    """Whether one of the claimants speaks with the authority of a state."""
    return any(c.kind in AUTHORITIES or (c.kind is ClaimantKind.MEDIA and c.via == "self") for c in claimants)


def _agreeing(claim: Claim) -> Claim:
    """The claim with a confidence that fits who is cited: nobody else than an outlet in its own voice tells a fact."""
    told = claim.perpetrator.confidence
    fitting = told
    if told is Confidence.FACT and claim.claimants:
        ours = any(c.name == claim.perpetrator.actor for c in claim.claimants)
        others = Confidence.ACCUSED_BY_AUTHORITY if has_authority(claim.claimants) else Confidence.ACCUSED
        fitting = Confidence.CLAIMED if ours else others
    elif told in _CITED and not claim.claimants:
        fitting = Confidence.FACT
    if fitting is told:
        return claim
    return claim.model_copy(update={"perpetrator": claim.perpetrator.model_copy(update={"confidence": fitting})})


def differ(network: Claim, rules: Claim, field: str) -> bool:
    """Whether the two hold something else for a field."""
    return any(getattr(network, part) != getattr(rules, part) for part in _PARTS[field])


def _taken(claim: Claim, other: Claim, field: str) -> Claim:
    """The claim with a field, and what that field rests on, of the other."""
    parts = _PARTS[field]
    evidence = [e for e in claim.evidence if e.field.partition("[")[0] not in parts]
    evidence += [e for e in other.evidence if e.field.partition("[")[0] in parts]
    update: dict[str, object] = {part: getattr(other, part) for part in parts}
    if field in ("killed", "injured"):
        rows = [v for v in claim.victims if v.effect.value != field]
        rows += [v for v in other.victims if v.effect.value == field]
        update["victims"] = tuple(rows)
        evidence = [e for e in evidence if not e.field.startswith("victims")]
    evidence.sort(key=lambda e: (e.start, e.end, e.field))
    return claim.model_copy(update={**update, "evidence": tuple(evidence)})


def choice_features(candidate: Candidate, field: str, tagged: Tagged, setting: Setting) -> Features:
    """What speaks for the rules' value of a field (positive weights) or the network's."""
    assert candidate.network is not None
    assert candidate.rules is not None
    assert candidate.group is not None
    out: Features = {"one": 1.0, "act": _act_odds(candidate.group, tagged) / FARTHEST}
    out["undated"], out["upper"] = float(not setting.dated), float(setting.upper)
    resting = _resting(candidate.network, field), _resting(candidate.rules, field)
    out["same_words"] = float(_overlap(*resting))
    for name, claim, evidence in zip(("network", "rules"), (candidate.network, candidate.rules), resting, strict=True):
        out[f"lacks_{name}"] = float(_value(claim, field) is None)
        out[f"untold_{name}"] = float(_value(claim, field) is not None and not evidence)
        if evidence:
            tie = _tie(tagged, candidate.group.acts, evidence, ROLES_OF[field])
            out[f"tie_{name}"] = 0.0 if tie is None else cut(tie) / FARTHEST
            out[f"untied_{name}"] = float(tie is None)
            out[f"beside_{name}"] = float(_beside(evidence, _of(claim, "kind"), setting.starts))
            out[f"many_{name}"] = float(len(evidence) > 1)
        out |= {f"{n}_{name}": v for n, v in _own(claim, field).items()}
    out["undated_rules"] = out["undated"] * out.get("day_rules", 0.0)
    out |= _compared(candidate.network, candidate.rules, field)
    return out


def _resting(claim: Claim, field: str) -> list[Evidence]:
    return _of(claim, "claimants" if field == "voice" else field)


def _value(claim: Claim, field: str) -> object:
    if field == "voice":
        return claim.claimants or None
    if field == "perpetrator":
        return claim.perpetrator.text
    return getattr(claim, field)


def _own(claim: Claim, field: str) -> Features:
    """What a claim's own value tells of itself."""
    if field == "when":
        return {"day": float(claim.when is not None and claim.when.precision is DatePrecision.DAY)}
    if field == "where":
        where = claim.where
        return {
            "point": float(where is not None and where.lat is not None),
            "narrow": float(where is not None and where.radius_km is not None and where.radius_km <= 15),
        }
    if field == "voice":
        return {
            "blames": float(claim.perpetrator.text is not None),
            "own": float(any(c.via == "self" for c in claim.claimants)),
        }
    if field == "perpetrator":
        return {
            "known": float(claim.perpetrator.actor is not None),
            "cited": float(bool(claim.claimants)),
            "withheld": float(claim.perpetrator.confidence is Confidence.WITHHELD),
        }
    return {"toll": float(claim.scope is Scope.TOLL)}


def _compared(network: Claim, rules: Claim, field: str) -> Features:
    if field in ("killed", "injured"):
        a: Count | None = getattr(network, field)
        b: Count | None = getattr(rules, field)
        low, other = (a.low or 0, b.low or 0) if a is not None and b is not None else (0, 0)
        return {"more_network": float(low > other), "more_rules": float(other > low)}
    if field in ("voice", "perpetrator"):
        same = {c.name for c in network.claimants} == {c.name for c in rules.claimants}
        return {"same_claimants": float(same)}
    return {}


def _tie(tagged: Tagged, acts: Sequence[int], evidence: Sequence[Evidence], roles: Sequence[Role]) -> float | None:
    """The mean over a field's words of their surest tie to the act, or null where the network marks none of them."""
    found: list[float] = []
    for e in evidence:
        ties = [
            t
            for i, m in enumerate(tagged.mentions)
            if m.role in roles and m.start < e.end and e.start < m.end
            for a in acts
            if a != i and (t := tagged.pair(a, i)) is not None
        ]
        if ties:
            found.append(max(ties))
    return sum(found) / len(found) if found else None


def _beside(evidence: Sequence[Evidence], acts: Sequence[Evidence], starts: Sequence[int]) -> bool:
    """Whether a field's words stand in a sentence of the act's words."""
    told = {bisect_right(starts, e.start) for e in acts}
    return any(bisect_right(starts, e.start) in told for e in evidence)


# ---- how sure it is


def likelihood(candidate: Candidate, company: Company, tagged: Tagged, setting: Setting, weights: Weights) -> float:
    """The probability that a claim is right."""
    sort, features = score_features(candidate, company, tagged, setting)
    return chance(weights.score[sort], features)


_HELD = ("where", "when", "killed", "injured", "perpetrator", "targets", "claimants", "weapon", "victims")
"""Fields whose words speak for a claim."""


def score_features(candidate: Candidate, company: Company, tagged: Tagged, setting: Setting) -> tuple[str, Features]:
    """Who found a claim (`both`, `network`, `rules`), and what speaks for it in its company."""
    out: Features = {"one": 1.0, "violent": cut(setting.violent) / FARTHEST}
    claim = candidate.claim
    out["figure"] = float(any(c is not None and c.high != 0 for c in (claim.killed, claim.injured)))
    out["told"] = sum(v is not None for v in (claim.when, claim.where, claim.perpetrator.text)) / 3
    out["loose"] = float(claim.kind in _LOOSE)
    out["toll"], out["breach"] = float(claim.scope is Scope.TOLL), float(claim.kind not in VIOLENT_KINDS)
    held = {e.field.partition("[")[0] for e in claim.evidence}
    out |= {f"has_{field}": 1.0 for field in _HELD if field in held}
    out["begins"] = _first_word(claim) / max(1, setting.length)
    out["long"] = min(setting.length, 6000) / 6000
    out["claims"], out["near"] = min(company.claims, 20) / 20, company.near / 4
    out |= _beside_twins(claim, company.twins)
    if candidate.group is not None:
        group = candidate.group
        out["act"] = _act_odds(group, tagged) / FARTHEST
        ties = [t for a in group.acts for i in group.others if (t := tagged.pair(a, i)) is not None]
        out["tie"] = cut(max([0.0, *ties])) / FARTHEST
        out["mentions"] = min(len(group.others), 10) / 10
        out |= _told_surely(tagged.attributes(group.acts, group.others))
        return "network" if candidate.rules is None else "both", out
    out["act"] = cut(tagged.act_odds([(e.start, e.end) for e in _of(claim, "kind")])) / FARTHEST
    marked = [m for m in tagged.mentions if m.role in FIGURES]
    out["marked"] = float(
        any(m.start < e.end and e.start < m.end for m in marked for f in ("killed", "injured") for e in _of(claim, f))
    )
    return "rules", out


def _told_surely(told: Attributes) -> Features:
    """How far the likeliest value of each attribute is before the next, and how likely each flag is."""
    ranked = {name: sorted(values.tolist(), reverse=True) for name, values in told.values.items()}
    sure = {f"sure_{name}": min(values[0] - values[1], 10.0) / 10 for name, values in ranked.items()}
    return {**sure, **{f"flag_{name}": cut(value) / FARTHEST for name, value in told.flags.items()}}


def _beside_twins(claim: Claim, twins: Sequence[Claim]) -> Features:
    """What a claim adds to the others of its act: a figure, a voice, or less than one of them."""
    if not twins:
        return {}
    figures, voices, culprit = _figures(claim), {c.name for c in claim.claimants}, claim.perpetrator.text
    return {
        "twin": 1.0,
        "twin_figure": float(any(figures) and all(figures != _figures(t) for t in twins)),
        "twin_voice": float(bool(voices) and all(voices != {c.name for c in t.claimants} for t in twins)),
        "twin_culprit": float(culprit is not None and all(culprit != t.perpetrator.text for t in twins)),
        "twin_bare": float(not any(figures) and not voices),
        "twin_less": float(any(len(claim.evidence) < len(t.evidence) for t in twins)),
        "twin_later": float(any(_first_word(t) < _first_word(claim) for t in twins)),
        "twin_many": min(len(twins), 4) / 4,
    }


def _figures(claim: Claim) -> tuple[int | None, ...]:
    return tuple(c.low or c.high if c is not None else None for c in (claim.killed, claim.injured))


def _act_odds(group: Group, tagged: Tagged) -> float:
    surest = max(tagged.mentions[a].score for a in group.acts)
    return cut(math.log(surest / (1 - surest + 1e-6)))
