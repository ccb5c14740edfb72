"""Who acts and who is struck: mentions of armed actors, their canonical names, categories and sides.

Names come from the agreement first, then from the shipped lists, then from the words themselves: a demonym and a
noun for forces make the armed forces of that state, a capitalised name that ends in Front, Army or the like is an
organisation. What has no name keeps its words as a label.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import chain

from trucewatch.extract.lexicon import (
    WordTable,
    any_of,
    by_first_letter,
    group_rows,
    modifier_pattern,
    noun_words,
    one_pattern,
)
from trucewatch.locate import Country, find_capital, find_country, find_demonym, find_metonym
from trucewatch.model import Agreement, Category

_ORG_HEAD = any_of(
    ["Front", "Armies", "Army", "Brigades?", "Movement", "Party", "Forces?", "Union", "Legion", "Battalion", "Militia", "Guard", "Guards", "Resistance", "Command", "Corps", "Council", "Faction", "Alliance", "Coalition", "Organi[sz]ation", "Jihad", "Brotherhood", "Column", "Bloc", "Division", "Regiment"]
)  # fmt: skip
_CAPITAL_RUN = re.compile(
    r"(?<![\w-])(?:al-|Al-|an-|as-|ash-)?[A-Z][\w'’.-]*(?:(?: (?:of|for|the|and|de|del|al|for the|of the)){0,2} (?:al-|an-|as-)?[A-Z][\w'’-]*)*"
)
_INTRODUCED = re.compile(
    r"(?<![\w'’])([A-Z][\w'’-]{1,40}(?: (?:(?:of|for|the|and|de|del|la|para) )?[A-Z][\w'’-]{1,40}){1,7}) \(([A-Z][A-Za-z/-]{1,9})\)"
)
_AMBIGUOUS = frozenset(
    [
        "IS",
        "AA",
        "AFP",
        "PDF",
        "FAA",
        "EPS",
        "NLA",
        "EDF",
        "LAF",
        "CPC",
        "AGC",
        "EMC",
        "STC",
        "ADF",
        "JAS",
        "UAF",
        "RNA",
        "Rangers",
        "Tigers",
        "Fano",
        "Shane",
        "Shene",
        "Wagner",
        "ETA",
        "UDA",
        "SAF",
        "Ninjas",
    ]
)
_REBEL_NAME = re.compile(
    r"(?i)\b(liberation|independence|people's|peoples|popular|front|resistance|salvation|movement|jihad|revolution\w*|party|brigades?|restoration|patriotic|alliance|self-defen[cs]e)\b"
)
_POSSESSIVE = re.compile(r"['’]s?$")
_OF = re.compile(
    r"\s+(?:of|from|belonging to|loyal to|affiliated (?:with|to)|linked to|allied (?:to|with)|aligned with)\s+(?:the\s+)?"
)
_LEAD = re.compile(
    r"(?i)(?:(?:\w+ (?:of|from|and) )?(?:the|a|an)|january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|yesterday|today|in|at|on|when|after|as|but|and|while|meanwhile) "
)
_UNKNOWN = re.compile(r"(?i)\b(unknown|unidentified|unnamed|masked)\b")
_ARTILLERY = re.compile(
    r"(?i)\b(artillery|guns?|gunners?|mortars?|tanks?|batter(?:y|ies)|howitzers?|rocket launchers?)\b"
)


@dataclass(frozen=True, slots=True)
class ActorMention:
    """One mention of an actor, half-open offsets into the text that was searched.

    Attributes:
        actor: Canonical name, or null where the words are all there is.
        label: The words for an actor without a name.
        side: Id from the agreement, or null.
        form: `named`, `force` (a noun for forces) or `state` (a country, capital or metonym that may act).
        nature: `ground`, `aircraft` or `artillery`: what kind of act its subject suggests.
        country: ISO 3166-1 alpha-2 of a demonym or state in it.
    """

    start: int
    end: int
    text: str
    actor: str | None
    label: str | None
    side: str | None
    category: Category
    form: str
    nature: str
    country: str | None

    @property
    def unknown(self) -> bool:
        """True where the words themselves say that nobody knows who it is ("unidentified gunmen")."""
        return self.actor is None and bool(_UNKNOWN.search(self.text))


@dataclass(frozen=True, slots=True)
class _Name:
    actor: str
    side: str | None
    category: Category
    country: str | None
    needs_noun: bool


@cache
def _force_words() -> tuple[tuple[str, tuple[str, ...]], ...]:
    armed = {"military", "armed_group", "police", "peacekeeper"}
    people = [(str(name), words) for name, words in noun_words("person") if str(name) in armed]
    return (*people, *((str(name), words) for name, words in noun_words("force")))


@cache
def _force_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, any_of(words)) for name, words in _force_words())


@cache
def _any_force() -> re.Pattern[str]:
    return one_pattern((words for _, words in _force_words()), after_hyphen=True)


@cache
def _force_table() -> WordTable[None]:
    return WordTable([(None, _any_force(), chain.from_iterable(words for _, words in _force_words()))])


@lru_cache(maxsize=4096)
def _category_of(noun: str) -> tuple[Category, bool]:
    """Category of a noun for forces, and whether it flies."""
    for name, pattern in reversed(_force_patterns()):
        if pattern.fullmatch(noun):
            return (Category.MILITARY, True) if name == "aircraft" else (Category(name), False)
    return Category.MILITARY, False


def _fold(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("’", "'")).strip()


def _state_name(country: Country, category: Category) -> str:
    adjective = country.demonyms[0] if country.demonyms else country.name
    return f"{adjective} {'Police' if category is Category.POLICE else 'Armed Forces'}"


def _shipped_names() -> dict[str, _Name]:
    names: dict[str, _Name] = {}
    for row in reversed(group_rows()):
        for alias in (row.name, *row.aliases):
            folded = _fold(alias)
            short = folded.isupper() and len(folded) <= 6
            if row.country is None and re.fullmatch(r"[A-Z][a-z]+ Party", folded):
                continue
            if (
                " " not in folded
                and not short
                and row.country is None
                and row.category is Category.ARMED_GROUP
                and folded not in _KNOWN_SINGLE
            ):
                continue
            names[folded] = _Name(
                row.name,
                None,
                row.category,
                row.country,
                folded in _AMBIGUOUS or (short and row.country is None and folded not in _KNOWN_SINGLE),
            )
            if not folded.isascii():
                names.setdefault(_plain(folded), names[folded])
    return names


def _plain(name: str) -> str:
    """A name without accents, as wires print it."""
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))


_KNOWN_SINGLE = frozenset(
    [
        "ISIS",
        "ISIL",
        "Daesh",
        "JNIM",
        "AQIM",
        "AQAP",
        "al-Qaeda",
        "al-Qaida",
        "Wagner",
        "Janjaweed",
        "Houthis",
        "Houthi",
        "Hezbollah",
        "Hamas",
        "Taliban",
        "Taleban",
        "UNIFIL",
        "UNMISS",
        "MONUSCO",
        "MINUSMA",
        "MINUSCA",
        "UNAMID",
        "UNPROFOR",
        "AMISOM",
        "ATMIS",
        "KFOR",
        "SFOR",
        "IFOR",
        "ISAF",
        "ECOMOG",
        "SPLA",
    ]
)


_SOME_OF = re.compile(r"(?i)\b(?:remnants?|members|elements|remains|cells|supporters|loyalists|bands?) of (?:the )?$")


def _whole(text: str, m: ActorMention) -> ActorMention:
    """Take in the words before "of": "remnants of armed gangs"."""
    some = _SOME_OF.search(text[: m.start]) if m.form != "state" else None
    if some is None:
        return m
    words = text[some.start() : m.end]
    return replace(m, start=some.start(), text=words, label=words if m.label else None)


def _any_name(names: Iterable[str]) -> str:
    """A regex for any of some names, the longest first, which looks at those alone that begin with the right letter."""
    return by_first_letter(sorted(names, key=lambda n: (-len(n), n)), literal=_literal)


def _literal(words: str) -> str:
    return re.escape(words).replace("'", "['’]")


_REACH = 120
"""How many characters before a noun the adjectives that belong to it are looked for."""


class ActorBook:
    """Finds and names actors. One book serves one agreement; `report_names` adds what a report itself introduces."""

    def __init__(self, agreement: Agreement | None = None) -> None:
        self._agreement = agreement
        self._names: dict[str, _Name] = dict(_shipped_names())
        self._lower: dict[str, _Name] = {}
        self._by_demonym: dict[str, list[tuple[str, str, str]]] = {}
        for actor in agreement.actors if agreement else ():
            for alias in (actor.name, *actor.aliases):
                folded = _fold(alias)
                category, _ = _category_of(folded.split()[-1])
                known = self._names.get(folded)
                self._names[folded] = _Name(
                    actor.name, actor.side or None, known.category if known else category, None, False
                )
                if " " in folded or folded.islower():
                    self._lower[folded.lower()] = self._names[folded]
                first = _POSSESSIVE.sub("", folded.split()[0])
                for country in (*find_demonym(first), *find_country(first), *find_capital(first)):
                    self._by_demonym.setdefault(country.iso2, []).append((folded.lower(), actor.name, actor.side))
        self._pattern = self._compile()
        self._by_capitals = {_plain(name).upper(): row for name, row in sorted(self._names.items()) if " " in name}

    def _compile(self) -> re.Pattern[str]:
        loose = f"|(?i:{_any_name(self._lower)})" if self._lower else ""
        return re.compile(rf"(?<![\w-])(?:{_any_name(self._names)}{loose})(?![\w])")

    def side_of(self, actor: str | None) -> str | None:
        """The side of a canonical name under the agreement."""
        for row in self._agreement.actors if self._agreement and actor else ():
            if row.name == actor:
                return row.side or None
        return None

    def is_party(self, actor: str) -> bool:
        """Whether a canonical name stands in the agreement."""
        return any(row.name == actor for row in (self._agreement.actors if self._agreement else ()))

    def known(self, words: str) -> tuple[str, Category, str | None] | None:
        """Canonical name, category and country of words that are known to stand for an actor, whatever their case."""
        folded = _fold(words)
        found = self._names.get(folded) or self._lower.get(folded.lower())
        if found is None and folded.isupper() and " " in folded:
            found = self._by_capitals.get(_plain(folded))
        return (found.actor, found.category, found.country) if found else None

    def report_names(self, text: str) -> Mapping[str, str]:
        """Initials that a report introduces in brackets: "Eastern Liberation Front (ELF)" gives ELF its name."""
        found: dict[str, str] = {}
        for m in _INTRODUCED.finditer(text):
            name, initials = m.group(1).strip(), m.group(2)
            if sum(c.isupper() for c in initials) >= 2 and initials[0].lower() in {w[0].lower() for w in name.split()}:
                found.setdefault(initials, name.removeprefix("The ").strip())
        return found

    def mentions(self, text: str, local: Mapping[str, str] | None = None) -> list[ActorMention]:
        """Every mention of an actor in a stretch of text, in order, never overlapping."""
        found = [*self._named(text, local or {}), *self._forces(text)]
        found.sort(key=lambda m: (m.start, -m.end))
        merged = self._without_overlap(text, found)
        merged.extend(m for m in self._states(text) if all(m.end <= o.start or m.start >= o.end for o in merged))
        merged.sort(key=lambda m: m.start)
        return [_whole(text, m) for m in self._joined_by_of(text, merged)]

    def _named(self, text: str, local: Mapping[str, str]) -> Iterator[ActorMention]:
        shouting = text.upper() == text
        for m in self._pattern.finditer(text):
            folded = _fold(m.group())
            name = self._names.get(folded) or self._lower.get(folded.lower())
            if name is None or (shouting and name.needs_noun):
                continue
            own = self._names.get(_fold(local[folded])) if folded in local else name
            if own is None or own.actor != name.actor:
                continue
            after = _any_force().match(text, m.end() + 1) if text[m.end() : m.end() + 1] == " " else None
            if name.needs_noun and not after and folded not in local:
                continue
            yield self._make(text, m.start(), m.end(), name.actor, None, name.side, name.category, "named", None)
        for initials, full in local.items():
            known = self._names.get(_fold(full))
            shipped = self._names.get(initials)
            if shipped is not None and known is not None and known.actor == shipped.actor:
                continue
            category = known.category if known else self.organisation_category(full)
            if category is None:
                continue
            for m in re.finditer(rf"(?<![\w-]){re.escape(initials)}(?![\w])", text):
                yield self._make(
                    text,
                    m.start(),
                    m.end(),
                    known.actor if known else full,
                    None,
                    known.side if known else None,
                    category,
                    "named",
                    None,
                )
        for m in _CAPITAL_RUN.finditer(text):
            words = m.group()
            if " " not in words or shouting:
                continue
            last = words.split()[-1]
            if _ORG_HEAD.fullmatch(last) and last[0].isupper() and _fold(words) not in self._names:
                category = self.organisation_category(words)
                if category is not None:
                    lead = _LEAD.match(words)
                    bare = words[lead.end() :] if lead else words
                    if " " in bare:
                        yield self._make(text, m.end() - len(bare), m.end(), bare, None, None, category, "named", None)

    @staticmethod
    def organisation_category(name: str) -> Category | None:
        """Armed group, military or police by the words of an organisation's name; None where it bears no arms."""
        last = name.split()[-1]
        if re.search(r"(?i)\b(police|constabulary|gendarmerie)\b", name):
            return Category.POLICE
        if re.search(r"(?i)\b(union|council|party|alliance|coalition|organi[sz]ation|bloc)$", name) and not re.search(
            r"(?i)liberation|defen[cs]e|resistance", name
        ):
            return None
        if re.search(
            r"(?i)\b(commission|committee|ministry|office|agency|bank|court|mission|programme|institute|university|club)\b",
            name,
        ):
            return None
        if _REBEL_NAME.search(name):
            return Category.ARMED_GROUP
        return (
            Category.MILITARY
            if re.search(r"(?i)army|forces?|guards?|corps|command|division|brigade|regiment|navy", last)
            else Category.ARMED_GROUP
        )

    def _forces(self, text: str) -> Iterator[ActorMention]:
        for _, m in _force_table().find(text):
            start, country = self._extend_left(text, m.start())
            yield self._resolve(text, start, m.end(), country)

    def _extend_left(self, text: str, start: int) -> tuple[int, Country | None]:
        """Take in adjectives, demonyms and possessives before a noun."""
        country: Country | None = None
        while True:
            base = max(0, start - _REACH)
            head = text[base:start]
            before = re.search(r"([\w'’.-]+)[ -]$", head)
            if not before:
                return start, country
            word = before.group(1)
            two = re.search(r"([A-Z][\w'’-]+ [A-Z][\w'’-]+)[ -]$", head)
            if two and (pair := find_demonym(two.group(1)) or find_country(_POSSESSIVE.sub("", two.group(1)))):
                country, start = country or pair[0], base + two.start(1)
                continue
            bare = _POSSESSIVE.sub("", word)
            states = (
                find_demonym(bare)
                or (find_country(bare) if bare != word or word.isupper() else ())
                or (find_capital(bare) if bare != word else ())
            )
            hyphen = re.fullmatch(r"(?i)([a-z]+)-(?:backed|led|held|allied|aligned|controlled|trained|based|\w+)", word)
            if states and word[0].isupper():
                country = country or states[0]
            elif not (modifier_pattern().match(bare) or hyphen or (_any_force().fullmatch(bare))):
                return start, country
            start = base + before.start(1)

    def _resolve(self, text: str, start: int, end: int, country: Country | None) -> ActorMention:
        words = _fold(text[start:end])
        head = next((h.group() for h in reversed(list(_any_force().finditer(text[start:end])))), words)
        category, flies = _category_of(head)
        if category is Category.MILITARY and re.search(
            r"(?i)\b(rebel|insurgent|militant|jihadi\w*|islamist|separatist|guerrilla|opposition|militia|paramilitary|maoist|extremist|terrorist|resistance)\b",
            words,
        ):
            category = Category.ARMED_GROUP
        nature = "aircraft" if flies or self._flies(words) else "artillery" if _ARTILLERY.search(words) else "ground"
        actor, side = self._agreement_actor(words, country, category, nature)
        if (
            actor is None
            and country is not None
            and category in (Category.MILITARY, Category.POLICE)
            and country.kind != "historical"
        ):
            actor = _state_name(country, category)
        label = None if actor else words
        iso = country.iso2 if country else None
        return ActorMention(
            start, end, text[start:end], actor, label, side or self.side_of(actor), category, "force", nature, iso
        )

    @staticmethod
    def _flies(words: str) -> bool:
        return any(name == "aircraft" and pattern.search(words) for name, pattern in _force_patterns())

    def _agreement_actor(
        self, words: str, country: Country | None, category: Category, nature: str
    ) -> tuple[str | None, str | None]:
        lowered = words.lower()
        for alias in sorted(self._lower, key=len, reverse=True):
            if re.search(rf"(?<![\w-]){re.escape(alias)}(?![\w-])", lowered):
                return self._lower[alias].actor, self._lower[alias].side
        if country is None or category is Category.ARMED_GROUP:
            return None, None
        rows = self._by_demonym.get(country.iso2, [])
        alike = [r for r in rows if self._flies(r[0]) == (nature == "aircraft")] or rows
        return (alike[0][1], alike[0][2] or None) if alike else (None, None)

    def _states(self, text: str) -> Iterator[ActorMention]:
        for m in re.finditer(r"(?<![\w-])[A-Z][\w.-]*(?: (?:and |of |the )?[A-Z][\w.-]*){0,3}", text):
            words = m.group().split(" ")
            for size in range(len(words), 0, -1):
                name = " ".join(words[:size])
                states = find_country(name) or find_metonym(name) or find_capital(name)
                if states:
                    end = m.start() + len(name)
                    yield self.state(text, m.start(), end, states[0])
                    break

    def state(self, text: str, start: int, end: int, country: Country) -> ActorMention:
        """A country that acts through its forces."""
        rows = self._by_demonym.get(country.iso2, [])
        actor, side = (rows[0][1], rows[0][2] or None) if rows else (_state_name(country, Category.MILITARY), None)
        return ActorMention(
            start, end, text[start:end], actor, None, side, Category.MILITARY, "state", "ground", country.iso2
        )

    def _make(
        self,
        text: str,
        start: int,
        end: int,
        actor: str,
        label: str | None,
        side: str | None,
        category: Category,
        form: str,
        country: str | None,
    ) -> ActorMention:
        return ActorMention(
            start, end, text[start:end], actor, label, side or self.side_of(actor), category, form, "ground", country
        )

    def _without_overlap(self, text: str, found: list[ActorMention]) -> list[ActorMention]:
        """Join a name and the noun after it ("XYZ fighters"); otherwise the name wins, then the longer."""
        kept: list[ActorMention] = []
        for m in found:
            last = kept[-1] if kept else None
            if last is None or m.start > last.end + 1 or (m.start == last.end + 1 and text[last.end] not in " -"):
                kept.append(m)
                continue
            end = max(last.end, m.end)
            if last.form == "named" or m.form == "named":
                name = last if last.form == "named" else m
                noun = m if name is last else last
                nature = noun.nature if noun.form == "force" and noun.end >= name.end else name.nature
                kept[-1] = replace(
                    name,
                    start=min(last.start, m.start),
                    end=end,
                    text=text[min(last.start, m.start) : end],
                    nature=nature,
                )
            elif m.end > last.end:
                kept[-1] = self._resolve(text, last.start, end, self._country_of(last, m))
        return kept

    @staticmethod
    def _country_of(*mentions: ActorMention) -> Country | None:
        for m in mentions:
            for word in re.findall(r"[\w-]+", m.text):
                states = find_demonym(word) if word[0].isupper() else ()
                if states:
                    return states[0]
        return None

    @staticmethod
    def _joined_by_of(text: str, found: list[ActorMention]) -> list[ActorMention]:
        """A noun takes the name behind it: "fighters of the Eastern Front"."""
        out: list[ActorMention] = []
        for m in found:
            last = out[-1] if out else None
            if (
                last
                and last.form == "force"
                and last.label
                and m.form != "state"
                and _OF.fullmatch(text[last.end : m.start])
            ):
                out[-1] = replace(m, start=last.start, text=text[last.start : m.end], nature=last.nature)
            else:
                out.append(m)
        return out
