"""Whose the words for an actor are: names as a report introduces them, forces of a state, "the rebels", "they", "our men".

The learned extractor finds which words stand for an actor; this module gives them a name where the report leaves no
doubt, and none where it does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from trucewatch.extract import _naming_words as lex
from trucewatch.extract.actors import ActorBook, ActorMention
from trucewatch.extract.lexicon import group_rows
from trucewatch.extract.reading import Reading
from trucewatch.locate import Country, country_of, find_capital, find_country, find_demonym
from trucewatch.model import Category


class Namer:
    """Names the actors of one report."""

    def __init__(
        self,
        text: str,
        readings: Sequence[Reading],
        book: ActorBook,
        *,
        home: str | None,
        author: str | None,
        year: int | None = None,
    ) -> None:
        """Prepare a report.

        Args:
            text: Its text.
            readings: What the finders saw in it.
            book: Names that ship and those of the agreement.
            home: The country that the report is about, ISO 3166-1 alpha-2.
            author: The name of an author that may speak for itself, or null.
            year: The year of its publication, or null.
        """
        self._text = text
        self._book = book
        self._author = author
        self._year = year
        self._local = {**self._factions(text), **lex.introduced(text), **book.report_names(text)}
        self._actors = [(r.sentence.start + a.start, r.sentence.start + a.end, a) for r in readings for a in r.actors]
        self._places = [(r.sentence.start + p.start, r.sentence.start + p.end) for r in readings for p in r.places]
        self._starts = frozenset(r.sentence.start for r in readings)
        self._upper = text.upper() == text
        self._home = self._whose_war(country_of(home) if home else None)

    def _factions(self, text: str) -> dict[str, str]:
        """Initials to the known faction of the bracket behind them: "CPN (Maoist)"."""
        told = ((m.group(1), self._book.known("-".join(m.groups()))) for m in lex.FACTION.finditer(text))
        return {initials: known[0] for initials, known in told if known is not None}

    def _whose_war(self, home: Country | None) -> Country | None:
        """The country that the report speaks of most: its places, its people, its dateline and its author together."""
        told: Counter[str] = Counter()
        words = [(m.start(), m.group()) for m in lex.WORD.finditer(self._text.title() if self._upper else self._text)]
        for at, word in [*words, *((0, w) for w in lex.WORD.findall(self._author or ""))]:
            weight = 4 if at < lex.DATELINE else 2
            for country in lex.of_word(word):
                told[country.key] += weight
        best = min(told, key=lambda c: (-told[c], c)) if told else None
        if best is None or told[best] < 4 or (home is not None and told[best] < 2 * told[home.key] + 2):
            return home
        return country_of(best) or home

    def name(self, start: int, end: int) -> ActorMention | None:
        """The actor that the words of a mention name; one without `actor` where they are all there is; else null."""
        words = self._text[start:end]
        inside = [a for s, e, a in self._actors if s < end and start < e]
        if lex.FIRST_PERSON.search(words):
            return self._first_person(start, end, inside)
        named = self._named(start, end, inside)
        if named is not None:
            return named
        if lex.OWN.match(words):
            return self._before(start, state=True) or (inside[0] if inside else None)
        if lex.POINTS_BACK.match(words) and (back := self._pointed(start, words)) is not None:
            return back
        if (bare := self._headed(words)) is not None:
            return bare
        rebels = lex.REBELS.search(words)
        if rebels and re.search(r"(?i)government|(?<!militia )loyal to the (?:state|president)", words):
            return next((a for a in inside if a.actor is None), None)
        if rebels and (group := self._group_told()) is not None:
            return replace(group, start=start, end=end, text=words)
        if rebels and re.search(r"(?i)\b(?:enemy|other side|aggressors?)\b", words) and (other := self._other_state):
            return replace(self._forces(words, other, police=False), start=start, end=end)
        if not rebels and (state := self._state(words, inside)) is not None:
            return state
        return next((a for a in inside if a.actor is None), None)

    # ---- names that the report itself gives

    def _named(self, start: int, end: int, inside: Sequence[ActorMention]) -> ActorMention | None:
        """The actor whose name stands in the words."""
        words = self._text[start:end]
        known = next((a for a in inside if a.actor and a.form == "named"), None)
        own = self._proper(start, end)
        if self._upper:
            known = self._capitals(start, words) or known
        if known is not None and not (own and self._longer(own, known.text)):
            if lex.UNIT.search(known.text) and known.category in lex.STATE:
                return None
            return replace(known, actor=self._canonical(known.actor or "", words))
        if own is not None and not self._is_people(own):
            return self._made(start, end, own, inside)
        return None

    @staticmethod
    def _longer(own: str, known: str) -> bool:
        """Whether a proper name goes on where a known one ends."""
        bare = known.removeprefix("The ").removeprefix("the ")
        more = len(own.split()) - len(bare.split())
        goes_on = own.startswith((f"{bare} of ", f"{bare} for "))
        return bare in own and more > (1 if goes_on else 2)

    def _canonical(self, actor: str, words: str) -> str:
        """A shipped name in the fullest form that the report writes; the agreement's own stay."""
        if self._book.is_party(actor):
            return actor
        for token in lex.TOKEN_INITIALS.findall(words):
            if token in self._local:
                return self._local[token]
        if (row := self._book.known(actor)) is not None and not self._at_home(row[2]):
            actor = self._namesake(actor) or actor
        given = [n for n in lex.spellings().get(actor, ()) if n in self._text and not find_demonym(n.split()[0])]
        best = max(given, key=lambda n: (len(n.split()), n == actor), default=None)
        if best is not None and (lex.INITIALS.fullmatch(actor) or len(best.split()) >= len(actor.split())):
            return best
        parts = [n for n in self._runs if " " not in actor and actor in re.split("[ -]", n)[1:]]
        parts = [n for n in parts if not find_demonym(n.split()[0]) and not lex.RANK.search(n) and "-" in n]
        full = max(parts, key=len) if parts else self._fullest(actor)
        return full if full != actor else lex.full_names().get(actor, actor)

    def _namesake(self, actor: str) -> str | None:
        """The group of the report's country that bears the same word in brackets ("... (Northern)")."""
        bracket = re.search(r" \(\w+\)$", actor)
        alike = (n for n in lex.spellings() if bracket and n.endswith(bracket.group()) and n != actor)
        return next((n for n in alike if (k := self._book.known(n)) and k[2] and self._at_home(k[2])), None)

    def _proper(self, start: int, end: int) -> str | None:
        """The proper name in a mention that no list knows ("the self-styled Military Junta")."""
        if self._upper:
            return None
        told = lex.ASIDE.search(self._text, start, end)
        for m in lex.PROPER.finditer(self._text, start, told.start() if told else end):
            name = lex.TAIL.sub("", lex.LEAD.sub("", m.group()))
            at = m.end() - len(name)
            while name and lex.NO_NAME.match(name.split()[0]) and not lex.GROUP_HEAD.match(name.split()[-1]):
                name = name.partition(" ")[2]
            if (
                len(name) < 2
                or lex.UNIT.fullmatch(name)
                or lex.REBELS.fullmatch(name)
                or lex.STATE_FORCE.fullmatch(name)
            ):
                continue
            if self._only_starts(name, at) and self._fullest(name) == name:
                continue
            return name
        return None

    def _only_starts(self, name: str, at: int) -> bool:
        """Whether a single capitalised word stands only where sentences begin."""
        if " " in name or at not in self._starts or name.isupper() or name[:1].isdigit():
            return False
        return all(o.start() in self._starts for o in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", self._text))

    def _capitals(self, start: int, words: str) -> ActorMention | None:
        """A known name in a report of capitals only."""
        tokens = [(t.start(), t.end()) for t in re.finditer(r"[\w'’()-]+", words)][:24]
        for size in range(min(9, len(tokens)), 0, -1):
            for first in range(len(tokens) - size + 1):
                phrase = words[tokens[first][0] : tokens[first + size - 1][1]]
                found = self._book.known(phrase) if size > 1 or 3 <= len(phrase) <= 9 else None
                if found is not None and (size > 1 or self._at_home(found[2])):
                    side = self._book.side_of(found[0])
                    end = start + len(words)
                    return ActorMention(start, end, words, found[0], None, side, found[1], "named", "ground", None)
        told = lex.SHOUTED.search(words)
        if told is None:
            return None
        name = lex.titled(told.group(1))
        return self._made(start, start + len(words), self._fullest(name), ())

    def _at_home(self, country: str | None) -> bool:
        """Whether a list's country, by code or name, is the report's; true where either is unknown."""
        if country is None or self._home is None:
            return True
        return country == self._home.iso2 or self._home.name in country

    @staticmethod
    def _is_people(name: str) -> bool:
        """Whether a name is that of a people, a state or a seat of government, or a state's force."""
        name = re.sub(r"^\d+ ", "", name)
        first = name.split()[0]
        whole = re.sub(r"(?i) (?:army|police|navy|air force|armed forces|military|forces?|government)$", "", name)
        if len(name.split()) > 2 and whole == name and not find_country(name):
            return bool(find_demonym(first)) and not lex.GROUP_HEAD.match(name.split()[-1])
        return any(
            find_demonym(w) or find_country(w) or find_capital(w) for w in (name, whole, first)
        ) or name.lower() in {
            "un",
            "us",
            "army",
            "police",
            "government",
            "navy",
            "air force",
            "military",
            "state",
            "ministry",
        }

    @cached_property
    def _runs(self) -> tuple[str, ...]:
        """Every proper name of more than a word, in the order of the report."""
        if self._upper:
            return ()
        runs = (lex.TAIL.sub("", lex.LEAD.sub("", m.group())) for m in lex.PROPER.finditer(self._text))
        runs = (re.sub(r" (?:of|and|for|by)$", "", lex.RANK.split(r)[0].strip()) for r in runs)
        author = lex.AUTHOR_PREFIX.sub("", self._author or "")
        return tuple(dict.fromkeys((*self._local.values(), *(r for r in (author, *runs) if " " in r))))

    def _fullest(self, name: str) -> str:
        """The fullest form that the report gives: its words for initials, a longer name that ends or begins so."""
        if name in self._local:
            return self._local[name]
        if name in self._local.values():
            return name
        if lex.INITIALS.fullmatch(name):
            spelt = next((r for r in self._runs if lex.letters(r) == name), None)
            if spelt is not None:
                return spelt
            known = self._book.known(name)
            if known is not None and self._book.is_party(known[0]):
                return known[0]
            return self._local_initials(name) or name
        stem = name.removesuffix("s")
        for run in self._runs:
            if run == name or lex.RANK.search(run) or len(run.split()) > 12:
                continue
            if (run.endswith(f" {name}") and len(name.split()) < 4) or run.startswith(
                (f"{name} of ", f"{name} for ", f"{name} in ")
            ):
                return run
            if " " not in name and (f"({name})" in run or f"({stem})" in run):
                return run
            if " " not in name and name in run.split()[1:] and lex.GROUP_HEAD.match(run.split()[-1]):
                return run
        return name

    def _local_initials(self, initials: str) -> str | None:
        """The name of the one shipped actor of the report's country with those initials."""
        if self._home is None:
            return None
        rows = [n for n, land, _ in lex.by_initials().get(initials, ()) if self._at_home(land)]
        if not rows:
            return None
        given = [n for n in lex.spellings().get(rows[0], ()) if n in self._text]
        return given[0] if given else lex.full_names().get(rows[0], rows[0])

    def _made(self, start: int, end: int, name: str, inside: Sequence[ActorMention]) -> ActorMention:
        full = self._fullest(name)
        wing = re.sub(r" \((\w+)\)$", r"-\1", full)
        known = self._book.known(full) or self._book.known(wing)
        actor = known[0] if known is not None and (wing != full or self._book.is_party(known[0])) else full
        category = known[1] if known else inside[0].category if inside else Category.ARMED_GROUP
        side = self._book.side_of(actor)
        return ActorMention(start, end, self._text[start:end], actor, None, side, category, "named", "ground", None)

    # ---- forces of a state

    def _state(self, words: str, inside: Sequence[ActorMention]) -> ActorMention | None:
        """Forces of the people named in the words, else of the country that the report is about."""
        people = self._people_in(words)
        police = bool(lex.POLICE.search(words)) and not lex.STATE_FORCE.search(words)
        if lex.NOT_STATE.search(words):
            return None
        known = next((a for a in inside if a.actor and (a.form != "force" or a.category in lex.STATE)), None)
        if known is not None and people is not None:
            return replace(known, actor=self._force_name(known.actor or "", people))
        if not (police or lex.STATE_FORCE.search(words)):
            return self._forces(words, people, police=False) if people else None
        country = people or self._home
        return self._forces(words, country, police=police) if country is not None else None

    def _people_in(self, words: str) -> Country | None:
        tokens = re.findall(r"[\w.'’-]+", words.title() if self._upper else words)[:40]
        for i, token in enumerate(tokens):
            bare = re.sub(r"['’]s?$", "", token)
            after = tokens[i + 1] if i + 1 < len(tokens) else ""
            if not bare[:1].isupper():
                continue
            pair = f"{bare} {re.sub(r'[^a-zA-Z]s?$', '', after)}" if after[:1].isupper() else bare
            found = find_demonym(pair) or find_country(pair) or find_demonym(bare)
            if not found and (
                pair == bare or bare != token or re.match(r"(?:Army|Police|Navy|Armed|Defen|Air)", after)
            ):
                found = find_country(bare)
            if found:
                return next((c for c in found if self._home and c.iso2 == self._home.iso2), found[0])
        return None

    def _forces(self, words: str, country: Country, *, police: bool) -> ActorMention:
        state = self._book.state(words, 0, len(words), country)
        if self._book.is_party(state.actor or ""):
            return state
        if police and state.actor and state.actor.endswith(" Armed Forces"):
            gendarmes = re.search(r"(?i)\bgendarme", words)
            name = self._police_name(country, "Gendarmerie" if gendarmes else "Police")
            return replace(state, actor=name, side=self._book.side_of(name), category=Category.POLICE)
        for arm in ("Air Force", "Navy"):
            if arm.lower() in words.lower() and (told := next((r for r in self._runs if r.endswith(arm)), None)):
                return replace(state, actor=told, side=self._book.side_of(told))
        return replace(state, actor=self._force_name(state.actor or "", country))

    @cached_property
    def _other_state(self) -> Country | None:
        """The one other state whose name a state's own report has, for "the enemy"."""
        mine = self._people_in(self._author or "") or self._home
        told = {c.key: c for w in lex.WORD.findall(self._text) for c in (*find_demonym(w), *find_country(w))}
        others = [c for c in told.values() if mine is None or c.iso2 != mine.iso2]
        return others[0] if len(others) == 1 else None

    def _force_name(self, name: str, country: Country | None) -> str:
        """A state's armed forces by the name that the report has for them."""
        if country is None or not name.endswith(" Armed Forces") or self._book.is_party(name):
            return name
        found = self._force_names(country)
        return found[0] if found else name

    def _force_names(self, country: Country) -> list[str]:
        names = (country.name, *country.demonyms, *country.aliases)
        found = [
            (a.actor or "")
            for _, _, a in self._actors
            if a.form == "named"
            and a.category is Category.MILITARY
            and a.actor
            and (a.country == country.iso2 or any(n in a.actor for n in names))
        ]
        own = [
            r
            for r in self._runs
            if r.endswith(("Army", "Armed Forces", "Defence Force", "Defence Forces"))
            and any(r.startswith(f"{n} ") or f" {n} " in r for n in names)
            and len(r.split()) < 7
        ]
        return [*own, *found]

    def _police_name(self, country: Country, kind: str) -> str:
        """A state's police by the name that the report has for it."""
        adjective = country.demonyms[0] if country.demonyms else country.name
        if self._home is not None and country.iso2 == self._home.iso2:
            national = re.search(rf"(?i)\bnational {kind}\b", self._text)
            kind = f"National {kind}" if national else kind
        return f"{adjective} {kind}"

    # ---- the only group, those told of before

    @cached_property
    def _groups(self) -> tuple[tuple[int, str], ...]:
        """Where the report names armed groups, and how each is called."""
        found = [
            (s, self._canonical(a.actor, a.text))
            for s, _, a in self._actors
            if a.actor and a.form == "named" and a.category is Category.ARMED_GROUP and self._book.known(a.actor)
        ]
        if self._upper:
            found += [
                (m.start(), k) for m in lex.TOKEN_INITIALS.finditer(self._text) if (k := self._shouted(m.group()))
            ]
            found += [
                (m.start(), name)
                for name in self._shouted_names
                for m in re.finditer(rf"(?<!\w){re.escape(name.upper())}(?!\w)", self._text)
            ]
        found += self._introduced_groups()
        if not self._upper:
            tokens = ((m.start(), m.group()) for m in lex.TOKEN_INITIALS.finditer(self._text))
            found += [(at, n) for at, t in tokens if t not in self._local and (n := self._local_group(t)) is not None]
        for initials, name in self._local.items():
            if self._book.organisation_category(name) is Category.ARMED_GROUP and not lex.MISSION.match(name):
                found += [(m.start(), name) for m in re.finditer(rf"(?<![\w-]){re.escape(initials)}(?!\w)", self._text)]
        kept = {(at, name) for at, name in found if not lex.BODIES.search(name)}
        return tuple(sorted(kept or {(at, n) for at, n in self._likely_groups() if not lex.BODIES.search(n)}))

    def _local_group(self, initials: str) -> str | None:
        rows = lex.by_initials().get(initials, ())
        armed = all(category is Category.ARMED_GROUP for _, _, category in rows)
        return self._local_initials(initials) if rows and armed else None

    def _shouted(self, initials: str) -> str | None:
        """A group by the initials that a report of capitals introduces."""
        name = self._local.get(initials)
        return self._canonical(name, "") if name else None

    @cached_property
    def _shouted_names(self) -> tuple[str, ...]:
        names = (n for row in group_rows() if row.category is Category.ARMED_GROUP for n in (row.name, *row.aliases))
        return tuple(n for n in names if len(n) > 6 and " " in n and n.upper() in self._text)

    def _introduced_groups(self) -> Iterator[tuple[int, str]]:
        if self._upper:
            return
        for opening in (lex.CALLED, lex.REBELS_OF):
            for m in opening.finditer(self._text):
                name = lex.PROPER.match(self._text, m.end())
                if name and not self._is_people(name.group()) and not self._is_place(*name.span()):
                    yield name.start(), self._fullest(lex.TAIL.sub("", name.group().removeprefix("The ")))

    def _likely_groups(self) -> Iterator[tuple[int, str]]:
        """Names that end as those of armed groups do, in a report that names no other."""
        for run in self._runs:
            likely = lex.GROUP_HEAD.match(run.split()[-1]) or lex.GROUP_START.match(run)
            armed = likely and self._book.organisation_category(run) is Category.ARMED_GROUP
            if armed and not self._is_people(run) and not lex.MISSION.match(run):
                for o in re.finditer(rf"(?<!\w){re.escape(run)}(?!\w)", self._text):
                    yield o.start(), self._fullest(run)

    def _is_place(self, start: int, end: int) -> bool:
        return any(s < end and start < e for s, e in self._places)

    @cached_property
    def _only_group(self) -> str | None:
        """The armed group of a report that names only one, or one far more often than any other."""
        told = Counter(name for _, name in self._groups)
        if not told:
            return None
        best = min(told, key=lambda n: (-told[n], n))
        return best if told[best] * 3 >= sum(told.values()) * 2 else None

    def _group(self, name: str) -> ActorMention:
        side = self._book.side_of(name)
        return ActorMention(0, 0, name, name, None, side, Category.ARMED_GROUP, "named", "ground", None)

    def _group_told(self) -> ActorMention | None:
        """The only group of the report."""
        return self._group(self._only_group) if self._only_group else None

    def _headed(self, words: str) -> ActorMention | None:
        """The group whose name ends in a plain noun of the words ("the junta")."""
        noun = re.search(r"\b(?:[Jj]untas?|[Cc]ontras?|[Rr]esistance|[Aa]vengers|[Bb]rigades)\b", words)
        if noun is None:
            return None
        ends = [n for _, n in self._groups if n.lower().endswith(f" {noun.group().lower()}")]
        return self._group(ends[0]) if ends else None

    def _last_group(self, start: int) -> ActorMention | None:
        earlier = [name for at, name in self._groups if at < start]
        return self._group(earlier[-1]) if earlier else None

    def _pointed(self, start: int, words: str) -> ActorMention | None:
        """Whom "they" or "the group" stands for; a noun takes the name that ends in it first."""
        noun = lex.GROUP_NOUN.search(words)
        if noun is None:
            return self._before(start)
        ends = [n for at, n in self._groups if at < start and noun.group().lower() in n.lower().split()]
        if ends:
            return self._group(ends[-1])
        return self._last_group(start) or self._group_told()

    def _before(self, start: int, *, state: bool = False) -> ActorMention | None:
        """The armed actor told of last before a pronoun."""
        earlier = [(s, a) for s, _, a in self._actors if s < start and (state or a.form != "state")]
        earlier = [(s, a) for s, a in earlier if not lex.UNIT.search(a.text) and (a.actor or not state)]
        groups = [(at, name) for at, name in self._groups if at < start]
        if groups and (not earlier or groups[-1][0] >= earlier[-1][0]):
            return self._group(groups[-1][1])
        found = earlier[-1][1] if earlier else None
        if found is None:
            return None
        if found.actor is None:
            if lex.REBELS.search(found.text):
                return self._group_told() or found
            return self._state(found.text, ()) or self._group_told() or found
        if found.form == "named":
            return replace(found, actor=self._canonical(found.actor, found.text))
        return replace(found, actor=self._force_name(found.actor, self._people_in(found.text)))

    def _first_person(self, start: int, end: int, inside: Sequence[ActorMention]) -> ActorMention | None:
        """The author that speaks for itself, or whoever is quoted."""
        author = lex.AUTHOR_PREFIX.sub("", self._author or "")
        if author:
            spoken = next(
                (a for a in self._book.mentions(author[:300], self._local) if a.actor and a.form != "state"), None
            )
            if spoken is not None:
                name = self._canonical(spoken.actor or "", author) if spoken.form == "named" else spoken.actor
                return replace(spoken, actor=name, start=start, end=end, text=self._text[start:end])
            people = self._people_in(author)
            if people is not None and re.search(
                r"(?i)\b(?:radio|television|ministry|government|command|staff)\b", author
            ):
                return self._forces(self._text[start:end], people, police=False)
            if not lex.OUTLET.search(author):
                return self._made(start, end, author, inside)
        return self._before(start) or self._group_told()
