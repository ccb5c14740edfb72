"""Whose the words for an actor are: names as a report introduces them, forces of a state, "the rebels", "they", "our men".

The learned extractor finds which words stand for an actor; this module gives them a name where the report leaves no
doubt, and none where it does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property

from trucewatch.extract.actors import ActorBook, ActorMention
from trucewatch.extract.lexicon import group_rows
from trucewatch.extract.reading import Reading
from trucewatch.locate import Country, country_of, find_capital, find_country, find_demonym
from trucewatch.model import Category, ClaimantKind

_STATE = frozenset({Category.MILITARY, Category.POLICE})
_ARMY = re.compile(
    r"(?i)(?:[A-Z][a-z]+ )?(?:army|military|armed forces|soldiers?|troops|general staff|high command|army (?:headquarters|command|officers?|sources?|commanders?)|military (?:officers?|sources?|officials?|spokes\w+)|defen[cs]e forces?)(?: spokes\w+(?: [A-Z][\w.-]+)*| (?:Colonel|Major|General|Captain|Brigadier)\b.*)?"
)
_POLICE_OFFICE = re.compile(
    r"(?i)(?:[A-Z][a-z]+ )?(?:state |provincial |local |regional )?police(?: (?:chief|commissioner|commander|headquarters|officers?|sources?|officials?|spokes\w+|said)\b.*)?"
)
_OFFICE = re.compile(
    r"(?:(?:defen[cs]e|interior|foreign|information|health|home|communications?) ministry|(?:[Mm]inistry of (?:[Tt]he )?\w+)|government|presidency|authorities)"
)
_INITIALS = re.compile(r"[A-Z][A-Z0-9/&-]{1,9}")
_PRONOUN = re.compile(
    r"(?i)^(?:by )?(?:it|they|them|he|she|his men|the (?:same )?(?:group|men|gang|attackers|assailants))$"
)
_FIRST_PERSON = re.compile(r"(?i)\b(?:we|our|ours|us)\b")
_REBELS = re.compile(
    r"(?i)\b(?:rebels?|militants?|insurgents?|guerr?illas?|separatists?|secessionists?|mujahid\w+|jihadists?|extremists?|subversives?|terrorists?|insurgency|militia(?:men)?)\b"
)
_STATE_FORCE = re.compile(
    r"(?i)\b(?:army|soldiers?|troops?|military|air ?force|navy|warplanes?|gunships?|helicopters?|jets?|commandos?|paratroopers?|government|security forces|armed forces|defen[cs]e forces)\b"
)
_POLICE = re.compile(r"(?i)\b(?:police(?:men|man)?|officers?|constables?|gendarmes?)\b")
_NOT_STATE = re.compile(r"(?i)\b(?:rebel|former|ex-|mutinous|mutineer|renegade|foreign|enemy|junta|child)\b")
_PROPER = re.compile(
    r"(?:\d*[A-Z][\w'’&-]*|[A-Z]\d+)(?:(?: (?:of|for|the|and|de|del|da|du|des|la|le|al|el|e|y))* (?:[A-Z][\w'’&-]*|\([\w -]+\)))*"
)
_LEAD = re.compile(
    r"^(?:(?:The|A|An|Some|One|Two|Three|Four|Five|Six|Several|Suspected|Armed|Alleged|Masked) )?(?:(?:Fighters|Members|Men|Soldiers|Gunmen|Forces|Units|Militants|Guerrillas|Troops|Elements) (?:of|from) (?:the )?)?"
)
_ASIDE = re.compile(r"(?i),| (?:in|with|who|which|whose|that|on|aboard|carrying|wearing|dressed|near|at|riding) ")


@cache
def _full_names() -> Mapping[str, str]:
    """Initials that the shipped lists use as a name, to the first of their other names that is none."""
    found: dict[str, str] = {}
    for row in group_rows():
        if _INITIALS.fullmatch(row.name):
            full = next((a for a in row.aliases if " " in a and not _INITIALS.fullmatch(a)), None)
            if full:
                found.setdefault(row.name, full)
    return found


def _long_form(actor: str) -> str:
    """The same actor by its full name where the lists give one."""
    return _full_names().get(actor, actor)


class Namer:
    """Names the actors of one report."""

    def __init__(
        self, text: str, readings: Sequence[Reading], book: ActorBook, *, home: str | None, author: str | None
    ) -> None:
        """Prepare a report.

        Args:
            text: Its text.
            readings: What the finders saw in it.
            book: Names that ship and those of the agreement.
            home: The country that the report is about, ISO 3166-1 alpha-2.
            author: The name of an author that speaks for itself, or null.
        """
        self._text = text
        self._book = book
        self._home = country_of(home) if home else None
        self._author = author
        self._local = book.report_names(text)
        self._actors = [(r.sentence.start + a.start, r.sentence.start + a.end, a) for r in readings for a in r.actors]
        self._places = [(r.sentence.start + p.start, r.sentence.start + p.end) for r in readings for p in r.places]
        self._starts = frozenset(r.sentence.start for r in readings)
        self._upper = text.upper() == text

    def name(self, start: int, end: int) -> ActorMention | None:
        """The actor that the words of a mention name; one without `actor` where they are all there is; else null."""
        words = self._text[start:end]
        inside = [a for s, e, a in self._actors if s < end and start < e]
        known = next((a for a in inside if a.actor and a.form == "named"), None)
        own = self._proper(start, end)
        if known is not None and not (own and known.text in own and len(own.split()) > len(known.text.split()) + 1):
            return replace(known, actor=_long_form(known.actor or ""))
        if self._author and _FIRST_PERSON.search(words):
            return self._made(start, end, self._author, inside)
        if own is not None and not self._is_people(own):
            return self._made(start, end, self._fullest(own), inside)
        if (state := self._state(words, inside)) is not None:
            return state
        if _PRONOUN.match(words):
            return self._before(start)
        if _REBELS.search(words) and (group := self._only_group) is not None:
            return group
        return inside[0] if inside else None

    # ---- names that the report itself gives

    def _proper(self, start: int, end: int) -> str | None:
        """The proper name in a mention that no list knows ("the self-styled Military Junta")."""
        if self._upper:
            return None
        told = _ASIDE.search(self._text, start, end)
        for m in _PROPER.finditer(self._text, start, told.start() if told else end):
            name = re.sub(r"['’]s?$", "", _LEAD.sub("", m.group()))
            at = m.end() - len(name)
            lone = " " not in name and at in self._starts and not name.isupper() and not name[:1].isdigit()
            elsewhere = (o.start() for o in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", self._text)) if lone else ()
            if len(name) < 2 or (lone and all(o in self._starts for o in elsewhere)):
                continue
            return name
        return None

    @staticmethod
    def _is_people(name: str) -> bool:
        """Whether a name is that of a people, a state or a seat of government, or a state's force."""
        first = name.split()[0]
        whole = re.sub(r"(?i) (?:army|police|navy|air force|armed forces|military|forces?|government)$", "", name)
        return any(
            find_demonym(w) or find_country(w) or find_capital(w) for w in (name, whole, first)
        ) or name.lower() in {"army", "police", "government", "navy", "air force", "military", "state", "ministry"}

    def _fullest(self, name: str) -> str:
        """The fullest form that the report gives: its words for initials, a longer name that ends or begins so."""
        if name in self._local:
            return self._local[name]
        longer = [n for n in self._local.values() if n.endswith(f" {name}") or n.startswith(f"{name} ")]
        return longer[0] if longer else name

    def _made(self, start: int, end: int, name: str, inside: Sequence[ActorMention]) -> ActorMention:
        category = inside[0].category if inside else Category.ARMED_GROUP
        side = self._book.side_of(name)
        return ActorMention(start, end, self._text[start:end], name, None, side, category, "named", "ground", None)

    # ---- forces of a state, the only group, those told of before

    def _state(self, words: str, inside: Sequence[ActorMention]) -> ActorMention | None:
        """Forces of the people named in the words, else of the country that the report is about."""
        known = next((a for a in inside if a.actor), None)
        if known is not None:
            return known
        police = bool(_POLICE.search(words)) and not _STATE_FORCE.search(words)
        if not (police or _STATE_FORCE.search(words)) or _NOT_STATE.search(words):
            people = self._people_in(words)
            return self._forces(words, people, police=False) if people and not _REBELS.search(words) else None
        country = self._people_in(words) or self._home
        return self._forces(words, country, police=police) if country is not None else None

    @staticmethod
    def _people_in(words: str) -> Country | None:
        for token in re.findall(r"[A-Z][\w-]+(?: [A-Z][\w-]+)?", words):
            for form in (token, token.split()[0]):
                found = find_demonym(form) or find_country(form)
                if found:
                    return found[0]
        return None

    def _forces(self, words: str, country: Country, *, police: bool) -> ActorMention:
        state = self._book.state(words, 0, len(words), country)
        if police and state.actor and state.actor.endswith(" Armed Forces"):
            name = state.actor.removesuffix("Armed Forces") + "Police"
            return replace(state, actor=name, side=self._book.side_of(name), category=Category.POLICE)
        return state

    @cached_property
    def _only_group(self) -> ActorMention | None:
        """The armed group of a report that names only one."""
        groups = {
            a.actor: a
            for _, _, a in self._actors
            if a.actor and a.form == "named" and a.category is Category.ARMED_GROUP
        }
        for name in self._local.values():
            if name not in groups and self._book.organisation_category(name) is Category.ARMED_GROUP:
                groups[name] = self._made(0, 0, name, ())
        return next(iter(groups.values())) if len(groups) == 1 else None

    def _before(self, start: int) -> ActorMention | None:
        """The armed actor told of last before a pronoun."""
        earlier = [a for s, _, a in self._actors if s < start and a.form != "state"]
        found = earlier[-1] if earlier else None
        if found is not None and found.actor is None and _REBELS.search(found.text):
            return self._only_group or found
        return found

    # ---- claimants

    def claimant(self, start: int, end: int, name: str, kind: ClaimantKind) -> str:
        """A claimant's name with the people, the state or the group that it speaks for, where its own words leave it out.

        Args:
            start: First code point of its words.
            end: One past the last.
            name: Its words without article and spokesman.
            kind: What it is.
        """
        if kind is ClaimantKind.ARMED_GROUP:
            actor = self.name(start, end)
            return actor.actor if actor is not None and actor.actor else name
        if kind is ClaimantKind.UN:
            known = self._book.mentions(self._text[start:end], self._local)
            return next((a.actor for a in known if a.actor and a.form == "named"), name)
        people = self._people_in(name) or self._home
        if people is None or not people.demonyms:
            return name
        adjective = people.demonyms[0]
        if kind is ClaimantKind.MILITARY and _ARMY.fullmatch(name):
            return f"{adjective} Armed Forces"
        if kind is ClaimantKind.POLICE and _POLICE_OFFICE.fullmatch(name):
            return f"{adjective} Police"
        if kind in (ClaimantKind.GOVERNMENT, ClaimantKind.MILITARY) and _OFFICE.fullmatch(name):
            return f"{adjective} {name}"
        return name
