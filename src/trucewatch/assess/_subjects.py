"""What a statement about the record speaks of: which acts, whose, on whom, where, with what effect."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from trucewatch.assess._statement_patterns import MONTH, WEEKDAY
from trucewatch.assess.statements import Statement
from trucewatch.locate import find_country, find_demonym
from trucewatch.model import (
    BREACH_KINDS,
    VIOLENT_KINDS,
    Agreement,
    Category,
    Cause,
    CheckType,
    Claim,
    Effect,
    Incident,
    Kind,
    Place,
    Subject,
    Where,
)

_I = re.IGNORECASE
_K = Kind

_KIND_WORDS: tuple[tuple[re.Pattern[str], frozenset[Kind]], ...] = tuple(
    (re.compile(pattern, _I), frozenset(kinds))
    for pattern, kinds in (
        (r"\bpatrols?\b(?!\s+(?:was|were|came|drove))", {_K.PATROL}),
        (
            r"\b(?:swaps?|exchanges?)\b(?!\s+of\s+(?:fire|shots|shelling))|\bprisoners?\s+(?:swap|exchange|released)",
            {_K.EXCHANGE},
        ),
        (r"\b(?:handovers?|withdrawals?|pull-?outs?)\b", {_K.WITHDRAWAL}),
        (
            r"\b(?:refus\w+|obstruct\w+|turned\s+back|denials?)\b",
            {_K.MONITOR_OBSTRUCTION, _K.ACCESS_DENIAL, _K.AID_OBSTRUCTION},
        ),
        (
            r"\b(?:overflights?|(?:violations?\s+of\s+\w+\s+)?airspace|reconnaissance\s+flights?|quadcopters?)\b",
            {_K.OVERFLIGHT},
        ),
        (
            r"\b(?:air\s?-?strikes?|air\s?-?raids?|from\s+the\s+air|drone\s+(?:strikes?|attacks?)"
            r"|warplanes?|jets|aerial|raids|drones?\s+(?:have\s+|had\s+)?(?:struck|hit|attacked|bombed))\b",
            {_K.AIR_DRONE_STRIKE},
        ),
        (r"\bsorties\b", {_K.AIR_DRONE_STRIKE, _K.OVERFLIGHT}),
        (r"\bsuicide\b", {_K.SUICIDE_BOMB}),
        (
            r"\b(?:land)?mines?\b|\bIEDs?\b|\b(?:roadside|car|truck|parcel)[\s-]bombs?"
            r"|\bexplosive\s+devices?|\bordnance\b",
            {_K.REMOTE_EXPLOSIVE_LANDMINE_IED},
        ),
        (r"\b(?:bombings?|bombs?)\b", {_K.REMOTE_EXPLOSIVE_LANDMINE_IED, _K.SUICIDE_BOMB, _K.AIR_DRONE_STRIKE}),
        (
            r"\b(?:shell(?:ing|ings|s|ed)?|artillery|mortars?|rockets?|missiles?|bombardments?|such\s+fire)\b",
            {_K.SHELLING_ARTILLERY_MISSILE},
        ),
        (r"\bsnipers?\b", {_K.SNIPER_FIRE}),
        (r"\bguns\b", {_K.ARMED_CLASH, _K.SMALL_ARMS_FIRE, _K.SNIPER_FIRE, _K.SHELLING_ARTILLERY_MISSILE}),
        (r"(?<!hunger\s)\bstrikes?\b", {_K.AIR_DRONE_STRIKE, _K.SHELLING_ARTILLERY_MISSILE}),
        (r"\b(?:shootings?|shots|gunfire|small-?\s?arms)\b", {_K.SMALL_ARMS_FIRE, _K.SNIPER_FIRE}),
        (
            r"\b(?:clash(?:es)?|firefights?|skirmish\w*|face\s+to\s+face|fighting|fought|battles?"
            r"|exchanges?\s+of\s+fire|assaults?|ambush(?:es|ed)?|clashed)\b",
            {_K.ARMED_CLASH, _K.SMALL_ARMS_FIRE},
        ),
        (r"\b(?:abduct\w+|kidnap\w+)\b", {_K.ABDUCTION_FORCED_DISAPPEARANCE}),
        (
            r"\b(?:cleared|dispersed|broke(?:n)?\s+up)\b.*\b(?:sit-?ins?|protests?|camp)\b",
            {_K.PROTEST_WITH_INTERVENTION},
        ),
        (r"\b(?:sit-?ins?|protests?)\b", {_K.PROTEST_WITH_INTERVENTION, _K.PEACEFUL_PROTEST, _K.VIOLENT_DEMONSTRATION}),
    )
)
_CATEGORY_WORDS: tuple[tuple[re.Pattern[str], Category], ...] = tuple(
    (re.compile(pattern, _I), category)
    for pattern, category in (
        (r"\bpeacekeep\w*\b|\bblue\s+helmets?\b", Category.PEACEKEEPER),
        (r"\b(?:aid|relief|humanitarian|health)\s+workers?\b|\bmedics?\b", Category.AID_WORKER),
        (r"\bjournalists?\b|\breporters?\b", Category.JOURNALIST),
        (r"\bpolice(?:m[ae]n)?\b", Category.POLICE),
        (r"\bcivilians?\b", Category.CIVILIAN),
        (
            r"\b(?:soldiers?|servicem[ae]n|troops|army|navy|sailors?|marines?|airm[ae]n|armed\s+forces|conscripts?|barracks"
            r"|detachments?|outposts?|garrisons?|(?:military|army)\s+(?:posts?|bases?|camps?|convoys?|checkpoints?))\b",
            Category.MILITARY,
        ),
        (r"\b(?:militants?|rebels?|guerrillas?|insurgents?|separatists?|jihadists?|gunmen)\b", Category.ARMED_GROUP),
    )
)
_KILLED = re.compile(
    r"\b(?:kill(?:ed|ing|ings|s)?|dead|deadl\w+|lethal|died|dies|die|deaths?|fatal\w*|lives|loss(?:es)?"
    r"|lost|bloodiest|toll|slain)\b",
    _I,
)
_HARMED = re.compile(r"\b(?:casualt\w+|hurt|injur\w+|wounded|victims?)\b", _I)
_BREACH = re.compile(
    r"\b(?:violat\w+|breach\w*|infring\w+|infractions?|incidents?|cases?\s+of\s+fire|broke|broken)\b", _I
)
_THING = re.compile(
    r"\b(?:on|against|at|hit|struck|shelled|bombed|attacked|targeted|burned|of)\s+(?:[\w'’-]+\s+){0,3}?"
    r"(?P<thing>hospitals?|clinics?|(?:health|medical|water|power|oil|gas)\s+(?:facilit\w+|plants?|stations?)|schools?|mosques?"
    r"|church(?:es)?|markets?|convoys?|ports?|airports?|bridges?|pipelines?|railways?|trains?|buses|ships?|vessels?|tankers?|embass\w+"
    r"|checkpoints?|polling\s+stations?|villages?|camps?|bases?|posts?|roads?|offices?|towers?|pylons?|warehouses?)\b",
    _I,
)
"""What was struck, where it is no person: claims tell it in words at most."""
_SORT = re.compile(
    r"\b(?:farmers?|miners?|(?:bus\s+|truck\s+|lorry\s+)?drivers?|fisherm[ae]n|shepherds?|herders?|teachers?|students?|pupils?|child(?:ren)?|girls?|boys?"
    r"|wom[ae]n|judges?|priests?|nuns?|monks?|doctors?|nurses?|monitors?|observers?|engineers?|traders?|mayors?|deput(?:y|ies)|councillors?|lawyers?"
    r"|activists?|prisoners?|foreigners?|refugees?|sappers?|pilots?|commanders?|generals|colonels?|officials?|ministers?)\b",
    _I,
)
"""People whom the record counts among others: no number of its dead is one of theirs."""
_STANDS_FOR_PEOPLE = re.compile(
    r"^(?:he|she|they|these|those|the\s+(?:deaths?|losses|killings?|dead|two|three|four|five))\b", _I
)
_IN_PLACE = re.compile(
    r"\b(?:in|at|near|around|across|inside|along)\s+(?:the\s+)?(?:(?:north|south|east|west|central)(?:ern"
    r"|-?(?:east|west)(?:ern)?)?\s+)?"
    r"(?P<name>(?-i:[A-Z][\w'’-]+)(?:\s+(?:and\s+)?(?-i:[A-Z][\w'’-]+))*)",
    _I,
)
_COPULA = re.compile(r"^[^,;]{0,80}?\b(?:is|are|was|were)\s+(?:\w+\s+){0,2}?(?=the\b|among\b|one\b)", _I)
_REGION = re.compile(r"\b(?i:north|south|east|west|central)[\w-]*\s+(?P<name>[A-Z][\w'’-]+)")
_NOT_PLACE = re.compile(rf"(?:{MONTH}|{WEEKDAY})\b")
_ARMED_FORCES = re.compile(
    r"\b(?:armed\s+forces|army|defen[cs]e\s+forces|government\s+forces|military|national\s+army)\b", _I
)
_PEOPLE_WORDS = re.compile(r"\b(?:soldiers?|troops|servicem[ae]n|officers?|police|fighters)\b", _I)
_VICTIM_BEFORE = re.compile(r"\b(?:on|against|at|among|hit|killed|hits|targeting)\s+(?:a\s+|the\s+|its\s+)?$", _I)
_VICTIM_AFTER = re.compile(
    r"^(?:['’]s?)?\s+(?:\w+\s+){0,4}?(?:soldiers?|troops|servicem[ae]n|officers?|guards?|losses|loss|dead"
    r"|casualt\w+|fighters|killed|ha(?:s|ve)\s+(?:\w+\s+){0,2}?(?:been\s+)?"
    r"(?:attacked|hit|lost|targeted|killed|suffered)|were\s+(?:the\s+\w+\s+)?(?:killed|attacked|hit))\b",
    _I,
)
_DOER_BEFORE = re.compile(r"\b(?:by|of|from|between)\s+(?:the\s+|forces\s+of\s+)?$", _I)
_DOER_AFTER = re.compile(
    r"^(?:['’]s?\s+(?:first|second|third|deadliest|worst|heaviest|latest)?\s*(?:\w+\s+){0,2}?(?:strikes?"
    r"|attacks?|raids?|shelling|fire|assaults?|bombardments?)"
    r"|(?:\s+\w+){0,3}?\s+(?:broke|violated|breached|shelled|bombed|attacked|fired|struck|turned\s+on"
    r"|cleared|had\s+cleared|fought))\b",
    _I,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A statement's subject made ready for comparison with incidents.

    Attributes:
        subject: As a check prints it.
        kinds: The kinds of act that count.
        is_named_kind: Whether the words name a kind; else any violence counts.
        effect: The effect that an act must have had, or None.
        role: `victim` or `doer` where the words say which the actor is.
        is_harm: Whether an act must have killed or injured.
        places: Names that the area goes by.
        thing: A building, road or ship that must have been struck, by the stem of its name; null where none is named.
        is_sort: Whether people of a trade, age or sex are meant, whom the record does not count apart.
        is_certain: False where a pronoun stands for people that cannot be told.
    """

    subject: Subject
    kinds: frozenset[Kind]
    is_named_kind: bool
    effect: Effect | None
    is_harm: bool
    role: str | None
    places: tuple[str, ...]
    thing: str | None = None
    is_certain: bool = True
    is_sort: bool = False


class Lexicon:
    """Names of actors and places in the record and the agreement, for reading subjects."""

    def __init__(self, claims: Iterable[Claim], agreement: Agreement | None) -> None:
        self._agreement = agreement
        self._votes: dict[str, Counter[tuple[str, str]]] = {}
        self._places: dict[str, Place] = {}
        self._actors: dict[str, tuple[str, str | None]] | None = None
        self.add(claims)

    def add(self, claims: Iterable[Claim]) -> None:
        """Take in the names of more claims; in which order claims come changes nothing."""
        self._actors = None
        for claim in claims:
            for name, actor in _named_in(claim):
                self._votes.setdefault(name, Counter())[actor] += 1
            for place in [*([claim.where] if claim.where else []), *(claim.where.also if claim.where else ())]:
                for called in (place.name, _core_name(place.text)):
                    known = self._places.get(called.casefold()) if called else None
                    if called and (known is None or _width(place) > _width(known)):
                        self._places[called.casefold()] = place

    def plus(self, claims: Iterable[Claim]) -> Lexicon:
        """Another lexicon that also knows the names of these claims."""
        more = tuple(claims)
        other = Lexicon((), self._agreement)
        other._votes, other._places = dict(self._votes), dict(self._places)
        for name in {name for claim in more for name, _ in _named_in(claim)}:
            other._votes[name] = Counter(self._votes.get(name, ()))
        other.add(more)
        return other

    @property
    def actors(self) -> Mapping[str, tuple[str, str | None]]:
        """Lower-case name or alias to canonical name and side."""
        if self._actors is None:
            found: dict[str, tuple[str, str | None]] = {}
            for name, counted in self._votes.items():
                if len(name) > 2 and not _is_generic(name):
                    # What is named equally often must not hang on the order of claims.
                    actor, side = min(counted, key=lambda who: (-counted[who], who))
                    found[name] = (actor, side or None)
            for listed in self._agreement.actors if self._agreement else ():
                for name in (listed.name, *listed.aliases):
                    found[_bare(name)] = (listed.name, listed.side or None)
            self._actors = dict(sorted(found.items()))
        return self._actors

    @property
    def places(self) -> Mapping[str, Place]:
        """Lower-case place name to the place with the widest radius that goes by it."""
        return self._places

    def actor_in(self, words: str) -> tuple[str, str | None, int, int] | None:
        """The actor that a text names: canonical name, side, and the offsets of the words."""
        lowered = words.lower()
        is_shouted = words.isupper()
        best: tuple[str, str | None, int, int] | None = None
        for name, (actor, side) in self.actors.items():
            if name not in lowered:  # most are not, and each pattern would be compiled for nothing
                continue
            m = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", lowered)
            # Initials ("XYZ") are names only in capitals.
            if m and len(name) < 5 and not is_shouted and words[m.start() : m.end()].islower():
                continue
            if m and (best is None or m.end() - m.start() > best[3] - best[2]):
                best = (actor, side, m.start(), m.end())
        return best or self._by_country(words)

    def _by_country(self, words: str) -> tuple[str, str | None, int, int] | None:
        """`Irish losses`, `Chad's dead`: the armed forces of that country among the actors known."""
        for m in re.finditer(r"\b[A-Z][\w-]+", words):
            countries = find_demonym(m.group()) or find_country(m.group())
            if len(countries) != 1 or re.search(r"\bin\s+(?:\w+\s+)?$", words[: m.start()]):
                continue
            stems = {d.lower() for d in (*countries[0].demonyms, countries[0].name)}
            fits = sorted(
                {
                    (a, s or "")
                    for a, s in self.actors.values()
                    if any(re.search(rf"\b{re.escape(d)}\b", a.lower()) for d in stems)
                }
            )
            forces = [(a, s) for a, s in fits if _ARMED_FORCES.search(a)] or fits
            if len(forces) == 1:
                return forces[0][0], forces[0][1] or None, m.start(), m.end()
        return None


def _named_in(claim: Claim) -> Iterable[tuple[str, tuple[str, str]]]:
    """Names and words that a claim has for actors, each with the actor and its side, empty where it has none."""
    people = [(claim.perpetrator.text, claim.perpetrator.actor, claim.perpetrator.side)]
    people += [(t.text, t.actor, t.side) for t in claim.targets]
    for text, actor, side in people:
        if actor:
            for name in dict.fromkeys((_bare(actor), _bare(text or actor))):
                yield name, (actor, side or "")


def _width(place: Place) -> tuple[float, float, float, str]:
    """Radius, and what tells places of one radius apart."""
    return place.radius_km or 0.0, place.lat or 0.0, place.lon or 0.0, place.text or ""


def read_subject(statement: Statement, lexicon: Lexicon, own: Incident | None) -> Reading:
    """The subject of a statement; pronouns stand for the incident that the report has just told."""
    words = _head(statement)
    named = _named_kinds(statement, words)
    if not named and own is not None and re.search(r"\bsuch\b", words, _I):
        named = frozenset({own.kind})
    effect, is_harm = _effect(statement, words)
    category = _category(words)
    said = _without_attribution(words)
    actor = lexicon.actor_in(said)
    if actor is None and (by := re.search(r"\bby\s+(?:the\s+|its\s+)?\w+", said, _I)) and "fire" not in by.group():
        told = lexicon.actor_in(statement.sentence[: statement.sentence.find(statement.quote)] or statement.before)
        actor = (told[0], told[1], by.end(), by.end()) if told else None
    role = _role(words, actor, effect) if actor else None
    name, side = (actor[0], actor[1]) if actor else (None, None)
    is_certain = True
    if effect is Effect.KILLED and actor is None and category is None and _STANDS_FOR_PEOPLE.match(words):
        category, name, side, role = _victims_of(own) if own is not None else (None, None, None, None)
        if name is None and category is None:
            category, name, side, role = _told_before(statement.before, lexicon)
        is_certain = category is not None or name is not None
    if name is not None and role == "victim" and category is None:
        category = Category.MILITARY if _ARMED_FORCES.search(name) else None
    if role != "victim" and effect is None and name is not None:
        category = None
    if named and not named & (VIOLENT_KINDS | BREACH_KINDS) and name is not None and "patrol" not in name.lower():
        name, side, role = None, None, None
    area, places = _area(statement, words, own)
    kinds = named or _default_kinds(statement, words)
    subject = Subject(
        text=_subject_text(words),
        actor=name,
        side=side,
        category=category,
        kind=min(named, key=lambda k: list(Kind).index(k)) if len(named) == 1 else None,
        area=area,
        cause=Cause.HOSTILE if effect is Effect.KILLED else None,
    )
    return Reading(
        subject,
        kinds,
        bool(named),
        effect,
        is_harm,
        role,
        places,
        _thing(words, effect, category),
        is_certain,
        is_sort=(effect is not None or is_harm) and name is None and bool(_SORT.search(_without_doer(said))),
    )


def _head(statement: Statement) -> str:
    """The words that say what is compared: without the period that "since" opens."""
    quote = " ".join((statement.about or statement.quote).split())
    return re.split(r"\bsince\s+(?!then)", quote, flags=_I)[0] if not quote.lower().startswith("since") else quote


def _without_attribution(words: str) -> str:
    return re.sub(r",?\s*according\s+to\b.*|\b(?:[A-Z][\w'’.-]*\s+){1,5}(?:said|says)\b.*", "", words)


_TELLER = re.compile(
    r"\bby\b.*|\b(?:monitors?|observers?|officials?|doctors?|deput(?:y|ies)|commanders?|ministers?|activists?)(?:\s+(?:have|had|has))?\s+"
    r"(?:counted|recorded|logged|verified|registered|documented|noted|said|says?|reported|told|believe)\b",
    _I,
)


def _without_doer(words: str) -> str:
    """The words without who did it, and without who counted or said it."""
    return _TELLER.sub(" ", words)


def _named_kinds(statement: Statement, words: str) -> frozenset[Kind]:
    """Kinds that the words name; a means of killing counts, the sort of a ledger does not."""
    if statement.is_ledger and not re.search(r"\bairspace\b|\boverflights?\b|\bcases?\s+of\s+shelling\b", words, _I):
        return frozenset()
    for pattern, kinds in _KIND_WORDS:
        m = pattern.search(words)
        if m and not (_K.PATROL in kinds and re.search(r"\bon\s+(?:a\s+|the\s+)?(?:[\w-]+\s+)?$", words[: m.start()])):
            return kinds
    return frozenset()


def _default_kinds(statement: Statement, words: str) -> frozenset[Kind]:
    return VIOLENT_KINDS | BREACH_KINDS if statement.is_ledger or _BREACH.search(words) else VIOLENT_KINDS


def _effect(statement: Statement, words: str) -> tuple[Effect | None, bool]:
    """The effect that counts; "casualties" are killed or injured."""
    if _KILLED.search(words):
        return Effect.KILLED, False
    if _HARMED.search(words):
        is_wounded = bool(re.search(r"\bwounded|injur", words, _I)) and not re.search(r"casualt", words, _I)
        return (Effect.INJURED, False) if is_wounded else (None, True)
    if re.search(r"\bcost\w*\s+lives\b", statement.quote, _I) or statement.type is CheckType.TOLL_SINCE:
        return Effect.KILLED, False
    if statement.type is CheckType.HIGHEST_SINCE and statement.unit == "act":
        return Effect.KILLED, False
    return None, False


def _category(words: str) -> Category | None:
    for pattern, category in _CATEGORY_WORDS:
        if pattern.search(words):
            return category
    return None


def _thing(words: str, effect: Effect | None, category: Category | None) -> str | None:
    """The stem of what was struck; people named beside it come before it."""
    m = _THING.search(words)
    if m is None or effect is not None or category is not None:
        return None
    return re.sub(r"(?:ies|es|s|y)$", "", m["thing"].lower().split()[-1])


def _role(words: str, actor: tuple[str, str | None, int, int], effect: Effect | None) -> str | None:
    before, after = words[: actor[2]], words[actor[3] :]
    named = words[actor[2] : actor[3]]
    if re.search(r"\bby\s+(?:the\s+)?$", before, _I):
        return "doer"
    is_of_people = effect is not None and bool(_PEOPLE_WORDS.search(named))
    if is_of_people or _VICTIM_BEFORE.search(before) or _VICTIM_AFTER.match(after):
        return "victim"
    if _DOER_BEFORE.search(before) or _DOER_AFTER.match(after):
        return "doer"
    return "victim" if effect is not None else None


def _victims_of(own: Incident) -> tuple[Category | None, str | None, str | None, str | None]:
    """Category, actor and side of those killed in the incident that a pronoun stands for, if they are of one sort."""
    rows = {(v.category, v.actor, v.side) for v in own.victims if v.effect is Effect.KILLED}
    if len(rows) != 1:
        return None, None, None, None
    category, actor, side = rows.pop()
    return (None if category is Category.UNKNOWN else category), actor, side, "victim" if actor else None


def _told_before(before: str, lexicon: Lexicon) -> tuple[Category | None, str | None, str | None, str | None]:
    """Whom a pronoun stands for by the words of the sentence before it."""
    actor = lexicon.actor_in(before)
    role = _role(before, actor, Effect.KILLED) if actor else None
    if actor is None or role != "victim":
        return _category(before), None, None, None
    return _category(before), actor[0], actor[1], role


def _area(statement: Statement, words: str, own: Incident | None) -> tuple[str | None, tuple[str, ...]]:
    """The area named after a preposition, or that of the report's own incident for "there" and "in the township"."""
    copula = _COPULA.search(words)
    for m in _IN_PLACE.finditer(words, copula.end() if copula else 0):
        name = m["name"]
        if not _NOT_PLACE.match(name):
            return name, tuple(part for part in re.split(r"\s+and\s+", name) if part)
    if not re.search(
        r"\bthere\b|\bin\s+the\s+(?:township|town|village|city|district|province|region|area)\b", words, _I
    ):
        return None, ()
    region = _REGION.search(statement.before)
    if region:
        return region.group(), (region["name"],)
    where = own.where if own else None
    name = (where.name or where.text) if where else None
    return name, (name,) if name else ()


def _subject_text(words: str) -> str:
    return words.strip(" ,.;:") or words


def _bare(name: str) -> str:
    return re.sub(
        r"^(?:the|a|an|its|their|two|three|four|five|several|some|\d+)\s+", "", " ".join(name.lower().split())
    )


def _is_generic(name: str) -> bool:
    """Words that name nobody in particular, whatever actor a claim gave them."""
    return bool(
        re.fullmatch(
            r"(?:soldiers?|troops|forces|fighters?|men|people|civilians?|army|military|police|he|she|it"
            r"|they|them|one|others?|another|both|both\s+sides|militants?"
            r"|gunmen|attackers?|units?|officers?|guards?|members?|vehicles?|convoy|column|patrol|group)",
            name,
        )
    )


def _core_name(text: str | None) -> str | None:
    """The capitalised end of a place phrase: `near the village of Sur` gives `Sur`."""
    if not text:
        return None
    m = re.search(r"[A-Z][\w'’-]+(?:[\s-][A-Z][\w'’-]+)*$", text)
    return m.group() if m else None


def names_of(where: Where | None) -> Iterable[str]:
    """Every name that an incident's place goes by, from the village to the country."""
    for place in [where, *where.also] if where else []:
        yield from (n for n in (place.name, place.text, place.admin1) if n)
