"""The word lists of the rules, read once from the package's data files and compiled."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from operator import itemgetter
from typing import Any, Generic, Literal, TypeVar

from trucewatch.model import Category, Effect, Kind

Frame = Literal["verb", "noun", "mutual", "device"]
Voice = Literal["transitive", "intransitive", "adjective", "object"]


@dataclass(frozen=True, slots=True)
class ActRow:
    """A kind of act, and how the words that name it take their people (see data/acts.toml)."""

    kind: Kind
    frame: Frame
    strength: int
    weak: bool
    subject: str | None


@dataclass(frozen=True, slots=True)
class EffectRow:
    """What happened to people, and how the words that say so take them."""

    effect: Effect
    voice: Voice


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A named actor of the shipped lists."""

    name: str
    aliases: tuple[str, ...]
    category: Category
    country: str | None


_BEFORE, _AFTER = r"(?<![\w-])", r"(?![\w])"


def by_first_letter(words: Iterable[str], *, literal: Callable[[str], str] = str) -> str:
    """A regex alternation in the order given, quick: only words that begin with the right letter are tried.

    Args:
        words: The alternatives.
        literal: Makes a pattern of a piece of one.
    """
    ends: dict[str, list[str]] = {}
    for word in words:
        ends.setdefault(literal(word[:1]), []).append(literal(word[1:]))
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in ends.items())


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """One pattern for whole words, longest alternatives first, case ignored."""
    ordered = sorted(set(words), key=lambda w: (-len(w), w))
    return re.compile(f"{_BEFORE}(?:{'|'.join(ordered)}){_AFTER}", re.IGNORECASE)


_LOOK_BEHIND = re.compile(r"(?:\(\?<[=!][^()]*\))+")
_OPENING = 4
"""By how many characters words are told apart before their patterns are tried."""
_LITERAL = re.compile(rf"[\w -]{{1,{_OPENING}}}(?![?*{{])")


def _openings(word: str) -> set[str]:
    """What matches of a word's pattern begin with, four characters or fewer; nothing where that cannot be told."""
    behind = _LOOK_BEHIND.match(word)
    word = word[behind.end() :] if behind else word
    if not word.startswith("(?:"):
        literal = _LITERAL.match(word)
        return {literal.group().lower() if literal else ""}
    depth, cuts = 0, [2]
    for at, char in enumerate(word):
        depth += (char == "(") - (char == ")")
        if depth == 0 or (depth == 1 and char == "|"):
            cuts.append(at)
        if depth == 0:
            break
    rest = word[cuts[-1] + 1 :]
    if rest[:1] in ("*", "+", "{"):
        return {""}
    options = [word[a + 1 : b] for a, b in pairwise(cuts)]
    words = [*(o + rest.removeprefix("?") for o in options), *([rest[1:]] if rest.startswith("?") else [])]
    return set().union(*map(_openings, words))


_SIZES = tuple(range(_OPENING, -1, -1))
_T = TypeVar("_T")
_START = re.compile(r"(?<!\w)\S")


@lru_cache(maxsize=16)
def _starts(text: str) -> tuple[tuple[int, str], ...]:
    """Where the words of a text begin, and with which letters; several tables read one sentence."""
    return tuple((at, text[at : at + _OPENING].lower()) for at in (m.start() for m in _START.finditer(text)))


class WordTable(Generic[_T]):
    """Rows of words, looked for in one pass: only where a word of the text begins as one of the row does."""

    def __init__(self, rows: Iterable[tuple[_T, re.Pattern[str], Iterable[str]]]) -> None:
        """Take rows: what is found, a pattern that `any_of` has made, and the words that it was made of."""
        self._rows: list[tuple[_T, re.Pattern[str]]] = []
        opened: dict[str, set[int]] = {"": set()}
        for i, (key, pattern, words) in enumerate(rows):
            self._rows.append((key, pattern))
            for opening in {o for w in words for o in _openings(w)}:
                opened.setdefault(opening, set()).add(i)
        self._opened = {o: sorted({i for n in range(len(o) + 1) for i in opened.get(o[:n], ())}) for o in opened}

    def find(self, text: str) -> list[tuple[_T, re.Match[str]]]:
        """Every match, row by row: what `finditer` gives of each row's pattern."""
        found: list[tuple[int, re.Match[str]]] = []
        free = [0] * len(self._rows)
        opened = self._opened
        for at, opening in _starts(text):
            for size in _SIZES:
                rows = opened.get(opening[:size])
                if rows is not None:
                    break
            for i in rows or ():
                if free[i] <= at and (m := self._rows[i][1].match(text, at)):
                    found.append((i, m))
                    free[i] = m.end()
        found.sort(key=itemgetter(0))
        return [(self._rows[i][0], m) for i, m in found]


def words_table(rows: Iterable[tuple[_T, Iterable[str]]]) -> WordTable[_T]:
    """A table of rows of words, each whole, the longest first, case ignored."""
    return WordTable((key, any_of(words), words) for key, words in rows)


@cache
def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(files("trucewatch.extract").joinpath("data", name).read_text(encoding="utf-8"))


@cache
def act_table() -> WordTable[ActRow]:
    """Every act of data/acts.toml, in file order."""
    return words_table(
        (
            ActRow(Kind(r["kind"]), r["frame"], r["strength"], r.get("weak", False), r.get("subject")),
            r["words"],
        )
        for r in _toml("acts.toml")["act"]
    )


@cache
def effect_table() -> WordTable[EffectRow]:
    """Every effect of data/acts.toml, in file order."""
    return words_table((EffectRow(Effect(r["effect"]), r["voice"]), r["words"]) for r in _toml("acts.toml")["effect"])


@cache
def quiet_table() -> WordTable[None]:
    """Words of violence that mean none."""
    return words_table([(None, _toml("acts.toml")["vague"]["not_violence"])])


@cache
def vague_pattern(name: str) -> re.Pattern[str]:
    """Words that take the violence out of a sentence: `not_violence`, `accident`, `non_hostile`."""
    return any_of(_toml("acts.toml")["vague"][name])


@cache
def casualty_pattern() -> re.Pattern[str]:
    """Words for dead and wounded together."""
    return any_of(_toml("acts.toml")["casualties"]["words"])


@cache
def noun_patterns(table: str) -> tuple[tuple[Category | str, re.Pattern[str]], ...]:
    """Category and pattern of each row of a table of data/nouns.toml (`force`, `person`, `thing`)."""
    return tuple((name, any_of(words)) for name, words in noun_words(table))


@cache
def noun_words(table: str) -> tuple[tuple[Category | str, tuple[str, ...]], ...]:
    """Category and words of each row of such a table."""
    rows: dict[str, list[str]] = _toml("nouns.toml")[table]
    known = {c.value for c in Category}
    return tuple((Category(name) if name in known else name, tuple(words)) for name, words in rows.items())


@cache
def noun_table(table: str) -> WordTable[Category | str]:
    """The rows of such a table, to be looked for in one pass."""
    return words_table(noun_words(table))


def one_pattern(rows: Iterable[Iterable[str]], *, after_hyphen: bool = False) -> re.Pattern[str]:
    """One pattern for rows of words; of two that begin together the earlier row's is taken."""
    bodies = "|".join(any_of(words).pattern.removeprefix(_BEFORE).removesuffix(_AFTER) for words in rows)
    before = r"(?<![\w])" if after_hyphen else _BEFORE
    return re.compile(f"{before}(?:{bodies}){_AFTER}", re.IGNORECASE)


@cache
def modifier_pattern() -> re.Pattern[str]:
    """Adjectives before the nouns of forces and persons."""
    return re.compile("(?:" + "|".join(_toml("nouns.toml")["modifier"]["words"]) + ")$", re.IGNORECASE)


@cache
def group_rows() -> tuple[GroupRow, ...]:
    """Named actors: peacekeeping missions and the common list first, then the UCDP list (CC BY 4.0)."""
    rows = [GroupRow(m.name, m.aliases, Category.PEACEKEEPER, m.countries[0]) for m in mission_rows()]
    for name in ("actors_common.tsv", "actors.tsv"):
        text = files("trucewatch.extract").joinpath("data", name).read_text(encoding="utf-8")
        for row in csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
            category = row.get("category") or "armed_group"
            aliases = tuple(a for a in (row["aliases"] or "").split("|") if a)
            rows.append(GroupRow(row["name"], aliases, Category(category), row.get("country") or None))
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class MissionRow:
    """A peacekeeping or political mission.

    Attributes:
        countries: Where it was, ISO 3166-1 alpha-2.
        since: Its first year.
        until: Its last year; null while it is still there.
    """

    name: str
    aliases: tuple[str, ...]
    countries: tuple[str, ...]
    since: int
    until: int | None


@cache
def mission_rows() -> tuple[MissionRow, ...]:
    """Missions of the United Nations and the African Union."""
    text = files("trucewatch.extract").joinpath("data", "missions.tsv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return tuple(
        MissionRow(
            row["name"],
            tuple(row["aliases"].split("|")),
            tuple(row["countries"].split()),
            int(row["from"]),
            int(row["until"]) if row["until"] else None,
        )
        for row in rows
    )
