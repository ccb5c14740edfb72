"""From marks and claim lines to the mappings that `evaluation.authoring` builds claims from."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from evaluation.authoring.quotes import bounds
from evaluation.authoring.rules import MONTHS, WEEKDAYS
from evaluation.authoring.source import Problems, Tables, Wrong

from training.corpus.markup import ClaimLine, Mark, MarkedReport
from trucewatch.model import Category, ClaimantKind, Confidence, Kind

KINDS: Mapping[str, Kind] = {
    "clash": Kind.ARMED_CLASH,
    "fire": Kind.SMALL_ARMS_FIRE,
    "sniper": Kind.SNIPER_FIRE,
    "shelling": Kind.SHELLING_ARTILLERY_MISSILE,
    "air": Kind.AIR_DRONE_STRIKE,
    "mine": Kind.REMOTE_EXPLOSIVE_LANDMINE_IED,
    "suicide": Kind.SUICIDE_BOMB,
    "grenade": Kind.GRENADE,
    "chemical": Kind.CHEMICAL_WEAPON,
    "attack": Kind.ATTACK,
    "abduction": Kind.ABDUCTION_FORCED_DISAPPEARANCE,
    "sexual": Kind.SEXUAL_VIOLENCE,
    "mob": Kind.MOB_VIOLENCE,
    "force": Kind.EXCESSIVE_FORCE_AGAINST_PROTESTERS,
    "casualty": Kind.CASUALTY,
    "territory": Kind.TERRITORY_CHANGE,
    "overflight": Kind.OVERFLIGHT,
    "weapons": Kind.HEAVY_WEAPON_PRESENCE,
    "digging": Kind.FORTIFICATION,
    "movement": Kind.TROOP_MOVEMENT,
    "monitors": Kind.MONITOR_OBSTRUCTION,
    "aid": Kind.AID_OBSTRUCTION,
    "access": Kind.ACCESS_DENIAL,
    "disrupted": Kind.DISRUPTED_WEAPONS_USE,
    "looting": Kind.LOOTING_PROPERTY_DESTRUCTION,
    "arrest": Kind.ARREST,
    "ceasefire": Kind.CEASEFIRE_DECLARED,
    "agreement": Kind.AGREEMENT,
    "withdrawal": Kind.WITHDRAWAL,
    "patrol": Kind.PATROL,
    "exchange": Kind.EXCHANGE,
    "protest": Kind.PEACEFUL_PROTEST,
    "intervention": Kind.PROTEST_WITH_INTERVENTION,
    "riot": Kind.VIOLENT_DEMONSTRATION,
    "other": Kind.OTHER,
}
"""The one word by which the markup calls each kind."""

CATEGORIES: Mapping[str, Category] = {
    "mil": Category.MILITARY,
    "arm": Category.ARMED_GROUP,
    "pol": Category.POLICE,
    "civ": Category.CIVILIAN,
    "aid": Category.AID_WORKER,
    "press": Category.JOURNALIST,
    "peace": Category.PEACEKEEPER,
    "unk": Category.UNKNOWN,
}
CONFIDENCES: Mapping[str, Confidence] = {
    "fact": Confidence.FACT,
    "claimed": Confidence.CLAIMED,
    "authority": Confidence.ACCUSED_BY_AUTHORITY,
    "accused": Confidence.ACCUSED,
    "possible": Confidence.POSSIBLE,
    "denied": Confidence.DENIED,
}
FLAGS: Mapping[str, tuple[str, Any]] = {
    "toll": ("scope", "toll"),
    "bg": ("background", True),
    "superseded": ("superseded", True),
    "part": ("coverage", "part"),
    "denies": ("modality", "denied"),
    "hypo": ("modality", "hypothetical"),
}
RELATIONS = frozenset(["at", "near", "on_line", "between", "part_of"])
EFFECTS = {"d": "killed", "i": "injured", "m": "missing", "x": "captured"}
NEAR_FUTURE_DAYS = 120
"""A day and month without a year lie at most so far ahead of publication, as the rules that check it read it."""
NEAR_KM = 3.0
"""The least radius of a place that the report only says to be near."""
_SPEAKS = frozenset({ClaimantKind.GOVERNMENT, ClaimantKind.MILITARY, ClaimantKind.POLICE})
_REF = re.compile(r"[a-z]\d*")
_COUNT = re.compile(r"(?P<total>[dimxn]\d*)(?:\((?P<rows>[^()]+)\)|(?P<tail>(?::\w+)?(?:&\w+)*))")
_ROW = re.compile(r"(?P<ref>[dimx]\d*|~?[\d.+-]+)?(?::(?P<target>\w+))?(?P<names>(?:&s\d*)*)")
_OFFSET = re.compile(r"-?\d{1,3}")
_DAY_MONTH = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)? ({'|'.join(MONTHS)})\b|\b({'|'.join(MONTHS)}) (\d{{1,2}})\b", re.I
)
_DAYNAME = re.compile(rf"\b({'|'.join(WEEKDAYS)})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Names:
    """What the braces of marks refer to, beside the tables of `evaluation.authoring`."""

    tables: Tables
    actors: Mapping[str, tuple[str, str | None]]
    """Key to canonical name and category; no category for an actor that is never a target."""
    speaks_for: Mapping[str, str]
    """Key of a claimant to the actor that it speaks for."""


@dataclass
class _Slots:
    """One claim line with what it inherits: tokens by slot, so that a slot given again replaces the old one."""

    label: str | None = None
    refs: dict[str, list[str]] = field(default_factory=dict)
    flags: dict[str, str] = field(default_factory=dict)

    def copy(self) -> _Slots:
        return _Slots(self.label, {k: list(v) for k, v in self.refs.items()}, dict(self.flags))


def claim_mappings(report: MarkedReport, names: Names, problems: Problems) -> dict[str, dict[str, Any]]:
    """Each claim of a report as the source format of `evaluation/development/README.md` has it, quotes as `@mark`."""
    defaults = _Slots()
    done: dict[str, _Slots] = {}
    out: dict[str, dict[str, Any]] = {}
    used: set[str] = set()
    before = len(problems.found)
    for line in report.lines:
        with problems.at(line.where):
            if line.key in done:
                raise Wrong("key stands twice")
            if line.like is not None and line.like not in done:
                raise Wrong(f"no earlier claim '{line.like}'")
            slots = _merge(done[line.like] if line.like else defaults, line)
            if line.key == "*":
                defaults = slots
                continue
            if slots.label is None and not {"toll", "hypo"} & set(slots.flags):
                slots.label = f"{report.id.split('-')[0]}.{line.key}"
            done[line.key] = slots
            reader = _Reader(report, names, slots)
            out[line.key] = reader.mapping()
            used |= reader.used
    for name, mark in report.marks.items():
        if name not in used and len(problems.found) == before:
            problems.add(report.where, f"[{name} {mark.words}] is in no claim")
    return out


def _slot(token: str) -> str:
    if token.startswith("no:"):
        return "no"
    return "c" if token == "self" else token[0]


def _merge(base: _Slots, line: ClaimLine) -> _Slots:
    slots, given = base.copy(), set()
    slots.label = line.label or base.label
    for token in line.tokens:
        if token.startswith("-"):
            name = token[1:]
            if slots.refs.pop(name, None) is None and slots.flags.pop(name, None) is None:
                raise Wrong(f"{token}: nothing to drop")
            if name == "p":
                slots.flags.pop("by", None)
        elif token in FLAGS:
            slots.flags[token] = token
        elif token.startswith(("by=", "cause=")):
            key, _, value = token.partition("=")
            slots.flags[key] = value
        elif token == "self" or token.startswith("no:") or _REF.match(token) or re.match(r"[tw]=", token):
            slot = _slot(token)
            if slot not in given:
                slots.refs[slot] = []
                given.add(slot)
                if slot == "p":
                    slots.flags.pop("by", None)
            slots.refs[slot].append(token)
        else:
            raise Wrong(f"'{token}' is no token")
    if "toll" in slots.flags:
        if line.label is not None:
            raise Wrong("a toll has no #label")
        slots.label = None
    return slots


class _Reader:
    """Turns the tokens of one claim into a mapping; `used` are the marks it touched."""

    def __init__(self, report: MarkedReport, names: Names, slots: _Slots) -> None:
        self._report = report
        self._names = names
        self._slots = slots
        self.used: set[str] = set()

    def mapping(self) -> dict[str, Any]:
        """The claim in the source format."""
        refs, flags = self._slots.refs, self._slots.flags
        if unknown := set(refs) - set("ktwpvdimxngcs") - {"no"}:
            raise Wrong(f"no such mark: {sorted(unknown)}")
        out: dict[str, Any] = {FLAGS[f][0]: FLAGS[f][1] for f in flags if f in FLAGS}
        if "denies" in flags and "hypo" in flags:
            raise Wrong("denies beside hypo")
        if "cause" in flags:
            out["cause"] = flags["cause"]
        out["kind"] = self._kind(refs.get("k"))
        if "t" in refs:
            out["when"] = self._when(self._one("t"))
        if "w" in refs:
            out["where"] = self._where(refs["w"])
        out["targets"] = [[*self._target(r), f"@{r}"] for r in refs.get("v", [])]
        out["victims"] = self._counts(out)
        if "g" in refs:
            out["weapon"] = f"@{self._mark(self._one('g')).id}"
        out["claimants"] = self._claimants(refs.get("c", []))
        out["denied_by"] = self._claimants([t.removeprefix("no:") for t in refs.get("no", [])])
        out["by"] = self._by()
        out["incident"] = self._slots.label
        return {k: v for k, v in out.items() if v is not None}

    def _one(self, letter: str) -> str:
        if len(self._slots.refs[letter]) != 1:
            raise Wrong(f"{letter}: more than one")
        return self._slots.refs[letter][0]

    def _mark(self, ref: str) -> Mark:
        mark = self._report.marks.get(ref)
        if mark is None:
            raise Wrong(f"'{ref}' marks nothing in the text")
        self.used.add(ref)
        return mark

    def _kind(self, refs: list[str] | None) -> list[str]:
        if not refs:
            raise Wrong("no k mark")
        marks = [self._mark(r) for r in refs]
        value = marks[0].value
        if value is None or value not in KINDS:
            raise Wrong(f"{marks[0].id}: '{value}' is no kind; one of {', '.join(KINDS)}")
        return [KINDS[value].value, *(f"@{m.id}" for m in marks)]

    # ---- when

    def _when(self, token: str) -> list[str]:
        toll = "toll" in self._slots.flags
        if token.startswith("t="):
            return [self._interval(token[2:], toll)]
        mark = self._mark(token)
        value = mark.value if mark.value is not None else self._guess(mark)
        return [self._interval(value, toll), f"@{mark.id}"]

    def _published(self) -> dt.date:
        if self._report.published is None:
            raise Wrong("t: the report has no date to count from")
        return dt.date.fromisoformat(self._report.published[:10])

    def _interval(self, value: str, toll: bool) -> str:
        dates, _, precision = value.partition(" ")
        ends = [
            (self._published() + dt.timedelta(days=int(x))).isoformat() if _OFFSET.fullmatch(x) else x
            for x in dates.split("/")
        ]
        return " ".join(filter(None, ["/".join(ends), "" if toll else precision]))

    def _guess(self, mark: Mark) -> str:
        """The day of a bare weekday, of today or yesterday, or of a day and month, counted back from publication."""
        words, published = mark.words.lower(), self._published()
        dated = list(_DAY_MONTH.finditer(words))
        if len(dated) == 1:
            day, month = dated[0][1] or dated[0][4], dated[0][2] or dated[0][3]
            found = dt.date(published.year, MONTHS[month.lower()], int(day))
            ahead = found > published + dt.timedelta(days=NEAR_FUTURE_DAYS)
            return (found.replace(year=found.year - 1) if ahead else found).isoformat()
        days = _DAYNAME.findall(words)
        if not dated and len(days) == 1:
            return str(-((published.weekday() - WEEKDAYS[days[0].lower()]) % 7))
        if words == "yesterday":
            return "-1"
        if words in {"today", "this morning", "this afternoon", "this evening"}:
            return "0"
        raise Wrong(f"{mark.id}: '{mark.words}' needs its date in braces")

    # ---- where

    def _where(self, tokens: list[str]) -> list[Any]:
        first, *more = [self._place(t) for t in tokens]
        if more:
            first[2]["also"] = more
        return first

    def _place(self, token: str) -> list[Any]:
        quote = None
        if token.startswith("w="):
            value: str | None = token[2:]
        else:
            mark = self._mark(token)
            value, quote = mark.value, f"@{mark.id}"
        if not value:
            raise Wrong(f"{token}: want a place in braces, ? for one without a point")
        key, *words = value.split()
        if key == "?":
            relation = next((w for w in words if w in RELATIONS), "at")
            return [None, quote, {"relation": relation}]
        given: dict[str, Any] = {}
        for word in words:
            if word in RELATIONS:
                given["relation"] = word
            elif re.fullmatch(r"r[\d.]+", word):
                given["radius_km"] = float(word[1:])
            elif re.fullmatch(r"p\d", word):
                given["precision"] = int(word[1])
            else:
                raise Wrong(f"{token}: '{word}' is no relation, radius (r5) or precision (p2)")
        place = self._names.tables.places.get(key)
        if place is None:
            raise Wrong(f"{token}: no place '{key}' in conflict.yaml")
        if given.get("relation") == "near" and place.get("lat") is not None:
            given.setdefault("radius_km", max(NEAR_KM, float(place["radius_km"])))
            given.setdefault("precision", max(2, int(place["precision"])))
        return [key, quote, given]

    # ---- who

    def _whom(self, target: str) -> list[str | None]:
        """Category and actor of a row: those of a v mark, or given by their words where no mark has them."""
        if target in self._report.marks:
            return self._target(target)
        return self._category(target, [target])

    def _target(self, ref: str) -> list[str | None]:
        return self._category(ref, (self._mark(ref).value or "").split())

    def _category(self, ref: str, value: list[str]) -> list[str | None]:
        category = next((CATEGORIES[v] for v in value if v in CATEGORIES), None)
        keys = [v for v in value if v not in CATEGORIES]
        if len(keys) > 1 or not value:
            raise Wrong(f"{ref}: want an actor, a category ({', '.join(CATEGORIES)}), or both in braces")
        actor = None
        if keys:
            if keys[0] not in self._names.actors:
                raise Wrong(f"{ref}: no actor '{keys[0]}' in conflict.yaml")
            actor, usual = self._names.actors[keys[0]]
            category = category or (CATEGORIES[usual] if usual else None)
        if category is None:
            raise Wrong(f"{ref}: actor '{keys[0]}' has no category in conflict.yaml; give one")
        return [category.value, actor]

    def _by(self) -> list[str] | str:
        flags = self._slots.flags
        if "p" not in self._slots.refs:
            if "by" in flags:
                raise Wrong("by= without a p mark")
            return "not_stated"
        mark = self._mark(self._one("p"))
        value = mark.value
        if value == "withheld":
            return ["withheld", f"@{mark.id}"]
        if value is None or value.startswith("label:"):
            name = f"label: {(value or mark.words).removeprefix('label:').strip()}"
            actor = None
        else:
            if value not in self._names.actors:
                raise Wrong(f"{mark.id}: no actor '{value}' in conflict.yaml; no braces for a label")
            name = actor = self._names.actors[value][0]
        if "by" in flags:
            if flags["by"] not in CONFIDENCES:
                raise Wrong(f"by={flags['by']}: want one of {', '.join(CONFIDENCES)}")
            return [CONFIDENCES[flags["by"]].value, name, f"@{mark.id}"]
        return [self._confidence(actor).value, name, f"@{mark.id}"]

    def _confidence(self, actor: str | None) -> Confidence:
        """By the codebook (32 to 37) from who is cited; `by=` says otherwise."""
        if "denies" in self._slots.flags:
            return Confidence.DENIED
        tokens = self._slots.refs.get("c", [])
        if not tokens:
            return Confidence.FACT
        speakers = [self._speaker(t.split("<")[0]) for t in tokens]
        if actor is not None and any(s[1] == actor for s in speakers):
            return Confidence.CLAIMED
        state_author = any(s[0] is ClaimantKind.MEDIA and t == "self" for s, t in zip(speakers, tokens, strict=True))
        if state_author or any(s[0] in _SPEAKS for s in speakers):
            return Confidence.ACCUSED_BY_AUTHORITY
        return Confidence.ACCUSED

    def _speaker(self, token: str) -> tuple[ClaimantKind, str | None]:
        """Kind of a claimant and the actor it speaks for."""
        key = self._report.header.get("author", "") if token == "self" else (self._mark(token).value or "")
        given = self._names.tables.claimants.get(key)
        if given is not None:
            return ClaimantKind(given["kind"]), self._names.speaks_for.get(key, given["name"])
        kind = key.partition(":")[0]
        if kind not in set(ClaimantKind):
            raise Wrong(f"{token}: '{key}' is no claimant of conflict.yaml and no kind of claimant")
        return ClaimantKind(kind), None

    def _claimants(self, tokens: list[str]) -> list[Any]:
        order = [t.split("<")[0] for t in tokens]
        out: list[Any] = []
        for token in tokens:
            ref, _, relay = token.partition("<")
            if relay and relay not in order:
                order.append(relay)
        for ref in order:
            relay = next((t.partition("<")[2] for t in tokens if t.split("<")[0] == ref), "")
            if ref == "self":
                out.append(["self"])
                continue
            mark = self._mark(ref)
            self._speaker(ref)
            key: Any = mark.value
            if key not in self._names.tables.claimants:
                kind, _, name = str(key).partition(":")
                key = {"name": name or re.sub(r"^(?:the|a|an) ", "", mark.words, flags=re.IGNORECASE), "kind": kind}
            out.append([key, f"@{ref}", order.index(relay) if relay else None])
        return out

    # ---- figures

    def _counts(self, out: dict[str, Any]) -> list[Any]:
        rows: list[Any] = []
        loose = [r for r in self._slots.refs.get("s", []) if self._mark(r)]
        for letter, effect in (*EFFECTS.items(), ("n", "acts")):
            tokens = self._slots.refs.get(letter, [])
            if not tokens:
                continue
            parsed = [_COUNT.fullmatch(t) for t in tokens]
            if None in parsed:
                raise Wrong(f"{tokens}: want d1, d1:v1, d1:v1&s1 or d1(d2:v1,d3:v2)")
            totals = [m["total"] for m in parsed if m]
            out[effect] = self._figure(totals)
            if letter == "n":
                continue
            for match in (m for m in parsed if m):
                for row in (match["rows"] or f"{match['total']}{match['tail']}").split(","):
                    rows += self._row(effect, row.strip(), match["total"], bool(match["rows"]))
        if loose:
            owners = [r for r in rows if r[0] == "killed"] or rows
            if len(owners) != 1:
                raise Wrong("s: say whose name it is, d1:v1&s1")
            owners[0][4]["names"] = [f"@{r}" for r in loose]
        return rows

    def _row(self, effect: str, row: str, total: str, own: bool) -> list[Any]:
        match = _ROW.fullmatch(row)
        if match is None:
            raise Wrong(f"'{row}': want d2:v1 or d2:v1&s1")
        ref = match["ref"] or total
        bare = not _REF.fullmatch(ref)
        figure = ref if bare else (self._mark(ref).value or "").rstrip("?")
        if figure == "0":
            return []
        targets = self._slots.refs.get("v", [])
        target = match["target"] or (targets[0] if len(targets) == 1 else None)
        if target is None:
            raise Wrong(f"{row}: {len(targets)} targets; say which, {ref}:v1, or whom, {ref}:civ")
        given: dict[str, Any] = {}
        if own and not bare and ref != total:
            given["q"] = f"@{ref}"
        if match["names"]:
            given["names"] = [f"@{self._mark(s).id}" for s in match["names"].split("&") if s]
        return [[effect, figure, *self._whom(target), given]]

    def _figure(self, refs: list[str]) -> dict[str, Any]:
        marks = [self._mark(r) for r in refs]
        for mark in marks:
            if not mark.value:
                raise Wrong(f"{mark.id}: want its figure in braces: 3, 3+, 3-5, ..50, ~60, ~2+, 9? for unconfirmed")
        values = [(m.value or "").removesuffix("?") for m in marks]
        out: dict[str, Any] = {"figure": _sum(values), "q": [f"@{m.id}" for m in marks]}
        if any((m.value or "").endswith("?") for m in marks):
            out["unconfirmed"] = True
        return out


def _sum(values: list[str]) -> str:
    if len(values) == 1:
        return values[0]
    parts = [bounds(v) for v in values]
    lows = [p[0] for p in parts]
    if any(x is None for x in lows):
        raise Wrong(f"{' + '.join(values)}: a part without a low cannot be added up")
    low = sum(x for x in lows if x is not None)
    highs = [p[1] for p in parts if p[1] is not None]
    high = f"-{sum(highs)}" if len(highs) == len(parts) else "+"
    return f"{'~' if any(p[2] for p in parts) else ''}{low}{high}"
