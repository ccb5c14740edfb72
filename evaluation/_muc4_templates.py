"""MUC-4 templates: the key's fills in their syntax, and the templates that the claims of a document make.

What is decided here where the guidelines leave room:

* A template is a single act of violence that is told as having happened. Tolls, denied and hypothetical claims make
  none (the key's few THREATENED templates can only be missed).
* The guidelines leave out what lies more than two months back. So a claim dated more than 60 days before the report
  makes none, nor does one told as history without a date within these days.
* Fighting between armed sides makes none: a group whose targets and victims, as far as it is told what they are, are
  all soldiers or fighters, or a clash without any target or victim, is war and no terrorism in the guidelines' sense.
* Mortars, shells, aircraft and gunfire are ATTACK, as in the key; bombs, mines, grenades and dynamite are BOMBING.
* Of the types of a group's claims the most specific stands: a kidnapped man who is found dead is KIDNAPPING.
* A target without a figure is one person or PLURAL by its words; where the words of the act kill, it is dead.
* A name among victims is a target of its own, with the number 1; a figure above the names is one more.
* Of rival figures of one effect the one of the whole act that stands first in the text is taken.
* An account without a body behind it ("guerrillas") has no organization, and so no confidence.
* Of several confidences in one organization the strongest stands: claimed, fact, by authorities, accused, possible.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evaluation.scoring import distance_km, fold
from trucewatch.extract import find_numbers
from trucewatch.extract.lexicon import noun_patterns
from trucewatch.link import group_claims
from trucewatch.model import (
    Category,
    Claim,
    Confidence,
    Count,
    Coverage,
    Effect,
    Kind,
    Modality,
    Report,
    Scope,
    day_of,
)

SLOTS = ("number", "effect", "confidence", "type")
"""The slots that are scored."""


@dataclass(frozen=True, slots=True)
class Fill:
    """One fill of a slot: the values that are right, any of them, and the words of whom it speaks."""

    values: frozenset[str]
    references: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """A template's scored slots, with the words for its victims and perpetrators."""

    slots: Mapping[str, tuple[Fill, ...]]
    victims: tuple[str, ...] = ()
    perpetrators: tuple[str, ...] = ()
    optional: bool = False

    def fills(self, slot: str) -> tuple[Fill, ...]:
        """The fills of a slot, none where it is empty."""
        return self.slots.get(slot, ())


# ---- the key

_STRING = re.compile(r'"((?:\\.|[^"\\])*)"')
_EMPTY = frozenset({"-", "*", ""})
_SAME_VALUE = {"NO INJURY": "NO INJURY OR DEATH"}
"""Values of the first editions of the guidelines that the last one writes otherwise."""


def parse_fill(text: str) -> Fill | None:
    """A fill of the key, or null where it is empty.

    `? A / B: "X" / "Y"` is optional, right with A or with B, and speaks of X, also called Y. A reference to `"-"`
    speaks of nobody. A slot of strings alone has them as values.
    """
    text = text.strip()
    optional = text.startswith("?")
    text = text.removeprefix("?").strip()
    strings = tuple(dict.fromkeys(s.replace('\\"', '"') for s in _STRING.findall(text)))
    head = _STRING.sub('""', text).split('"')[0].strip().rstrip(":").strip(" ()")
    references = tuple(s for s in strings if s not in _EMPTY)
    if not head:
        return Fill(frozenset(references), references, optional) if references else None
    values = [re.sub(r"\s+", " ", v).strip(" ()") for v in head.split("/")]
    values = [re.sub(r"^([-~])\s+|\s+(-)$", r"\1\2", v) for v in values]
    kept = frozenset(_SAME_VALUE.get(v, v) for v in values) - _EMPTY
    return Fill(kept, references, optional) if kept else None


def _fills(row: Mapping[str, Sequence[str]], key: str) -> tuple[Fill, ...]:
    return tuple(f for f in (parse_fill(v) for v in row.get(key, ())) if f is not None)


def gold_template(row: Mapping[str, Sequence[str]]) -> Template:
    """A template of the key.

    The total number stands among the numbers, as a fill that speaks of everybody. What describes a person (`"TEACHER":
    "ANN BELL"`) counts among the words for that person.
    """
    described = [set(f.references) for f in _fills(row, "HUM TGT: DESCRIPTION")]

    def known(fill: Fill) -> Fill:
        also = [s for group in described if group & set(fill.references) for s in sorted(group)]
        return Fill(fill.values, tuple(dict.fromkeys((*fill.references, *also))), fill.optional)

    numbers = [known(f) for f in _fills(row, "HUM TGT: NUMBER")]
    totals = [Fill(f.values, (), f.optional) for f in _fills(row, "HUM TGT: TOTAL NUMBER") if _numeric(f)]
    people = [f for key in ("HUM TGT: NAME", "HUM TGT: DESCRIPTION") for f in _fills(row, key)]
    authors = [f for key in ("PERP: INDIVIDUAL ID", "PERP: ORGANIZATION ID") for f in _fills(row, key)]
    return Template(
        slots={
            "type": _fills(row, "INCIDENT: TYPE"),
            "number": (*numbers, *totals),
            "effect": tuple(known(f) for f in _fills(row, "HUM TGT: EFFECT OF INCIDENT")),
            "confidence": _fills(row, "PERP: ORGANIZATION CONFIDENCE"),
        },
        victims=tuple(dict.fromkeys(s for f in people for s in f.references)),
        perpetrators=tuple(dict.fromkeys(s for f in authors for s in f.references)),
        optional=any("OPTIONAL" in v for v in row.get("MESSAGE: TEMPLATE", ())),
    )


def _numeric(fill: Fill) -> bool:
    return any(re.search(r"\d|PLURAL", v) for v in fill.values)


# ---- the report

_DATELINE = re.compile(r"^[^\n,]{0,60},\s+(\d{1,2})\s+([A-Z]{3})[A-Z]*\.?\s+(\d{2})\b")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


def published_of(text: str) -> str | None:
    """The day in a dateline such as "SAN SALVADOR, 3 JAN 90 --", or null: "NO DATE", and a day without a year."""
    found = _DATELINE.match(text.strip())
    if found is None or found[2] not in _MONTHS:
        return None
    try:
        return dt.date(1900 + int(found[3]), _MONTHS.index(found[2]) + 1, int(found[1])).isoformat()
    except ValueError:
        return None


# ---- from claims to templates

_ARMED = frozenset({Category.MILITARY, Category.ARMED_GROUP})
_BOMBS = frozenset({Kind.REMOTE_EXPLOSIVE_LANDMINE_IED, Kind.SUICIDE_BOMB, Kind.GRENADE})
_OTHER_ATTACKS = frozenset(
    {
        Kind.ARMED_CLASH,
        Kind.SMALL_ARMS_FIRE,
        Kind.SNIPER_FIRE,
        Kind.SHELLING_ARTILLERY_MISSILE,
        Kind.AIR_DRONE_STRIKE,
        Kind.CHEMICAL_WEAPON,
        Kind.ATTACK,
        Kind.SEXUAL_VIOLENCE,
        Kind.MOB_VIOLENCE,
        Kind.EXCESSIVE_FORCE_AGAINST_PROTESTERS,
        Kind.CASUALTY,
    }
)
_FIRE = re.compile(r"(?i)\b(?:burn|fire|arson|torch|incendiar|ablaze|set\s+\w+\s+on)")
_TAKING = re.compile(r"(?i)\b(?:rob|stole|steal|loot|theft|thie)")
_BLAST = re.compile(r"(?i)\b(?:bomb|dynamit|explo[ds]|blew|blow|blast|detonat|grenade|car-?bomb|charge)")
_HIJACK = re.compile(r"(?i)\bhi-?jack")
_STOPPAGE = re.compile(r"(?i)\b(?:work stoppage|armed (?:strike|stoppage)|(?:traffic|transport\w*) stoppage)")
_KILLING = re.compile(r"(?i)\b(?:kill|murder|assassinat|massacr|execut|slay|slain|slaughter|shot (?:dead|to death))")
_HURTING = re.compile(r"(?i)\b(?:wound|injur|hurt|maim)")
_BODY = re.compile(
    r"(?i)\b(?:arm(?:y|ed forces)|air force|navy|police|national guard|military|battalion|brigade|detachment|cartel"
    r"|front|movement|death squads?|mafias?|government|party|command|security forces|civil defen[sc]e|m-?19)\b"
)
_VAGUE_LOWS = frozenset({2, 24, 40, 200, 2000})

_TYPES = ("KIDNAPPING", "HIJACKING", "ARSON", "ROBBERY", "FORCED WORK STOPPAGE", "BOMBING", "ATTACK")
"""The incident types, the most specific first."""

_CONFIDENCES: Mapping[Confidence, str] = {
    Confidence.CLAIMED: "CLAIMED OR ADMITTED",
    Confidence.FACT: "REPORTED AS FACT",
    Confidence.ACCUSED_BY_AUTHORITY: "SUSPECTED OR ACCUSED BY AUTHORITIES",
    Confidence.ACCUSED: "SUSPECTED OR ACCUSED",
    Confidence.POSSIBLE: "POSSIBLE",
}
"""The strongest first."""

_NAME_KM = 50.0

RECENT_DAYS = 60
"""How far back an act may lie, two months in the guidelines."""


def _words(claim: Claim, *fields: str) -> str:
    return " ".join(e.quote for e in claim.evidence if e.field.removeprefix("title:").split("[")[0] in fields)


def incident_type(claim: Claim) -> str | None:
    """The MUC-4 type of a claim's act, or null where it is none that makes a template."""
    act = f"{_words(claim, 'kind', 'weapon')} {claim.weapon or ''}"
    if _HIJACK.search(act):
        return "HIJACKING"
    if _STOPPAGE.search(act):
        return "FORCED WORK STOPPAGE"
    if claim.kind is Kind.ABDUCTION_FORCED_DISAPPEARANCE:
        return "KIDNAPPING"
    if claim.kind is Kind.LOOTING_PROPERTY_DESTRUCTION:
        if _BLAST.search(act):
            return "BOMBING"
        return "ROBBERY" if _TAKING.search(act) else "ARSON" if _FIRE.search(act) else "ATTACK"
    if claim.kind in _BOMBS:
        return "BOMBING"
    if claim.kind in (Kind.CASUALTY, Kind.ATTACK) and _BLAST.search(act):
        return "BOMBING"
    return "ATTACK" if claim.kind in _OTHER_ATTACKS else None


def makes_template(claim: Claim, published: str | None) -> bool:
    """Whether a claim tells of a single act of violence, of the last two months as far as is told."""
    if claim.scope is not Scope.INCIDENT or claim.modality is not Modality.ASSERTED or incident_type(claim) is None:
        return False
    age = _age(claim, published)
    return not claim.background if age is None else age <= RECENT_DAYS


def _age(claim: Claim, published: str | None) -> int | None:
    if published is None or claim.when is None or claim.when.end is None:
        return None
    return (day_of(published) - day_of(claim.when.end)).days


def is_war(claims: Iterable[Claim]) -> bool:
    """Whether the claims tell of fighting between armed sides and of nobody else."""
    claims = list(claims)
    struck = {t.category for c in claims for t in c.targets} | {v.category for c in claims for v in c.victims}
    if struck:
        known = struck - {Category.UNKNOWN}
        return bool(known) and known <= _ARMED
    return all(c.kind in (Kind.ARMED_CLASH, Kind.TERRITORY_CHANGE) for c in claims)


def claim_groups(claims: Sequence[Claim], reports: Mapping[str, Report], *, merge: bool = True) -> list[list[Claim]]:
    """Claims of one act: linked by the linker, with common words for the act, or of one type and nothing against it.

    A document tells of few acts and of each several times, mostly without its date and place. So claims of one type
    are one act here unless their days, places, dead or named perpetrators differ; not so without `merge`.
    """
    order = {c.id: (min((e.start for e in c.evidence), default=0), c.id) for c in claims}
    groups = [list(g) for g in group_claims(claims, reports)]
    groups = sorted((sorted(g, key=lambda c: order[c.id]) for g in groups), key=lambda g: order[g[0].id])
    out: list[list[Claim]] = []
    for group in groups:
        home = next((g for g in out if _one_act(g, group, merge)), None)
        if home is None:
            out.append(group)
        else:
            home.extend(group)
            home.sort(key=lambda c: order[c.id])
    return out


def _one_act(a: Sequence[Claim], b: Sequence[Claim], merge: bool) -> bool:
    if any(_share_act(x, y) for x in a for y in b):
        return True
    if not merge or _group_type(a) != _group_type(b):
        return False
    return not any(_apart(x, y) for x in a for y in b)


def _share_act(a: Claim, b: Claim) -> bool:
    spans = [[(e.field.startswith("title:"), e.start, e.end) for e in c.evidence if _is_act(e.field)] for c in (a, b)]
    return any(x[0] == y[0] and x[1] < y[2] and y[1] < x[2] for x in spans[0] for y in spans[1])


def _is_act(name: str) -> bool:
    return name.removeprefix("title:") == "kind"


def _apart(a: Claim, b: Claim) -> bool:
    """Whether the days, places, dead or named perpetrators of two claims speak against one act."""
    if a.when and b.when and a.when.start and a.when.end and b.when.start and b.when.end:
        gap = max(day_of(a.when.start), day_of(b.when.start)) - min(day_of(a.when.end), day_of(b.when.end))
        if gap.days > 1:
            return True
    if a.where and b.where:
        km = distance_km(a.where, b.where)
        if km is not None and km > _NAME_KM + (a.where.radius_km or 0) + (b.where.radius_km or 0):
            return True
    if a.perpetrator.actor and b.perpetrator.actor and fold(a.perpetrator.actor) != fold(b.perpetrator.actor):
        return True
    dead = [c.killed for c in (a, b) if c.killed and c.killed.low is not None and c.coverage is Coverage.WHOLE]
    return len(dead) == 2 and dead[0].low != dead[1].low and not (a.superseded or b.superseded)


def _group_type(claims: Iterable[Claim]) -> str | None:
    found = {incident_type(c) for c in claims}
    return next((t for t in _TYPES if t in found), None)


@dataclass(frozen=True, slots=True)
class _Person:
    number: str | None
    effect: str | None
    references: tuple[str, ...]


_EFFECTS: Mapping[Effect, str | None] = {
    Effect.KILLED: "DEATH",
    Effect.INJURED: "INJURY",
    Effect.CAPTURED: None,
    Effect.MISSING: None,
}


def _figure(count: Count) -> str | None:
    """A count as the key writes it, without its marks: the number, or PLURAL for "several" and "dozens"."""
    vague = count.high is None and count.approximate and (count.low is None or count.low in _VAGUE_LOWS)
    if vague and not re.search(r"\d", count.text or ""):
        return "PLURAL"
    number = count.high if count.low is None or (count.approximate and count.high is not None) else count.low
    return None if number is None else str(number)


def _counted(claims: Sequence[Claim], effect: Effect) -> list[_Person]:
    told = [c for c in claims if (n := c.count(effect)) is not None and n.high != 0]
    best = next((c for c in told if c.coverage is Coverage.WHOLE and not c.superseded), told[0] if told else None)
    names: dict[str, str] = {}
    for claim in claims:
        for victim in claim.victims:
            if victim.effect is effect:
                names.update({fold(n): n for n in victim.names})
    out = [_Person("1", _EFFECTS[effect], (n,)) for n in names.values()]
    if best is None:
        return out
    count = best.count(effect)
    assert count is not None
    rows = [(i, v) for i, v in enumerate(best.victims) if v.effect is effect]
    words = tuple(e.quote for e in best.evidence if e.field.removeprefix("title:") == effect.value)
    if not names and len(rows) > 1 and all(v.low for _, v in rows):
        for i, row in rows:
            own = tuple(e.quote for e in best.evidence if e.field.removeprefix("title:").startswith(f"victims[{i}]"))
            out.append(_Person(str(row.low), _EFFECTS[effect], own or words))
    elif len(names) < (count.low or len(names) + 1):
        out.append(_Person(_figure(count), _EFFECTS[effect], (*words, *_target_words([best]))))
    return out


def _target_words(claims: Iterable[Claim]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(t.text for c in claims for t in c.targets if t.text))


def _is_person(words: str) -> bool:
    if any(p.search(words) for _, p in noun_patterns("person")):
        return True
    return not any(p.search(words) for _, p in noun_patterns("thing"))


def _number_of(words: str) -> str:
    """The number that a target's words give: a figure, PLURAL where the last word is one, else 1."""
    numbers = find_numbers(words)
    if numbers:
        return _figure(numbers[0].count) or "PLURAL"
    nouns = re.findall(r"[A-Za-z]+", re.split(r"(?i)\b(?:of|from|in|who|at|and)\b", words)[0])
    last = nouns[-1].casefold() if nouns else ""
    plural = last in {"people", "men", "women", "children", "police"} or (
        last.endswith("s") and not last.endswith("ss")
    )
    return "PLURAL" if plural else "1"


def people_of(claims: Sequence[Claim]) -> list[_Person]:
    """The human targets of a group: those counted or named, else those the act struck, else nobody hurt."""
    found = {e: _counted(claims, e) for e in _EFFECTS}
    out = [*found[Effect.KILLED], *found[Effect.INJURED]]
    taken = {fold(r) for p in out for r in p.references}
    held = [p for e in (Effect.CAPTURED, Effect.MISSING) for p in found[e]]
    out += [p for p in held if taken.isdisjoint(fold(r) for r in p.references)]
    nobody = any(n is not None and n.high == 0 for c in claims for n in (c.killed, c.injured))
    if not out:
        for claim in claims:
            act = _words(claim, "kind")
            effect = "DEATH" if _KILLING.search(act) else "INJURY" if _HURTING.search(act) else None
            for target in claim.targets:
                words = target.text or ""
                if words and target.category not in _ARMED and _is_person(words) and fold(words) not in taken:
                    taken.add(fold(words))
                    out.append(
                        _Person(_number_of(words), effect or ("NO INJURY OR DEATH" if nobody else None), (words,))
                    )
    if not out and nobody:
        out.append(_Person(None, "NO INJURY OR DEATH", ()))
    return out


def _confidence_fills(claims: Sequence[Claim]) -> tuple[Fill, ...]:
    order = list(_CONFIDENCES)
    bodies: dict[str, tuple[int, tuple[str, ...]]] = {}
    for claim in claims:
        who = claim.perpetrator
        label = who.label or who.text or ""
        if who.confidence not in _CONFIDENCES or not (who.actor or _BODY.search(label)):
            continue
        name, rank = fold(who.actor or label), order.index(who.confidence)
        known = bodies.get(name, (rank, ()))
        words = tuple(dict.fromkeys((*known[1], *(s for s in (who.actor, who.label, who.text) if s))))
        bodies[name] = (min(rank, known[0]), (*words, *(w for w in [_words(claim, "perpetrator")] if w)))
    return tuple(Fill(frozenset([_CONFIDENCES[order[rank]]]), words) for rank, words in bodies.values())


def predicted_template(claims: Sequence[Claim]) -> Template:
    """The template of claims that tell of one act."""
    people = people_of(claims)
    kind = _group_type(claims)
    authors = (s for c in claims for s in (c.perpetrator.text, c.perpetrator.label, c.perpetrator.actor) if s)
    return Template(
        slots={
            "type": (Fill(frozenset([kind])),) if kind else (),
            "number": tuple(Fill(frozenset([p.number]), p.references) for p in people if p.number),
            "effect": tuple(Fill(frozenset([p.effect]), p.references) for p in people if p.effect),
            "confidence": _confidence_fills(claims),
        },
        victims=tuple(dict.fromkeys((*(r for p in people for r in p.references), *_target_words(claims)))),
        perpetrators=tuple(dict.fromkeys(authors)),
    )


def predicted_templates(claims: Sequence[Claim], report: Report, *, merge: bool = True) -> list[Template]:
    """The templates that the claims of one document make, in the order of the text."""
    kept = [c for c in claims if makes_template(c, report.published)]
    groups = claim_groups(kept, {report.id: report}, merge=merge)
    return [predicted_template(g) for g in groups if not is_war(g)]
