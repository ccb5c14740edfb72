"""The word lists of the rules, read once from the package's data files and compiled."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from trucewatch.model import Category, Effect, Kind

Frame = Literal["verb", "noun", "mutual", "device"]
Voice = Literal["transitive", "intransitive", "adjective", "object"]


@dataclass(frozen=True, slots=True)
class ActPattern:
    """Words that name a kind of act, and how they take their people (see data/acts.toml)."""

    kind: Kind
    frame: Frame
    strength: int
    weak: bool
    subject: str | None
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class EffectPattern:
    """Words that say what happened to people."""

    effect: Effect
    voice: Voice
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A named actor of the shipped lists."""

    name: str
    aliases: tuple[str, ...]
    category: Category
    country: str | None


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """One pattern for whole words, longest alternatives first, case ignored."""
    ordered = sorted(set(words), key=lambda w: (-len(w), w))
    return re.compile(r"(?<![\w-])(?:" + "|".join(ordered) + r")(?![\w])", re.IGNORECASE)


@cache
def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(files("trucewatch.extract").joinpath("data", name).read_text(encoding="utf-8"))


@cache
def act_patterns() -> tuple[ActPattern, ...]:
    """Every act of data/acts.toml, in file order."""
    return tuple(
        ActPattern(
            Kind(row["kind"]),
            row["frame"],
            row["strength"],
            row.get("weak", False),
            row.get("subject"),
            any_of(row["words"]),
        )
        for row in _toml("acts.toml")["act"]
    )


@cache
def effect_patterns() -> tuple[EffectPattern, ...]:
    """Every effect of data/acts.toml, in file order."""
    return tuple(
        EffectPattern(Effect(row["effect"]), row["voice"], any_of(row["words"])) for row in _toml("acts.toml")["effect"]
    )


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
    rows: dict[str, list[str]] = _toml("nouns.toml")[table]
    known = {c.value for c in Category}
    return tuple((Category(name) if name in known else name, any_of(words)) for name, words in rows.items())


@cache
def modifier_pattern() -> re.Pattern[str]:
    """Adjectives before the nouns of forces and persons."""
    return re.compile("(?:" + "|".join(_toml("nouns.toml")["modifier"]["words"]) + ")$", re.IGNORECASE)


@cache
def group_rows() -> tuple[GroupRow, ...]:
    """Named actors: the common list first, then the UCDP list (CC BY 4.0)."""
    rows: list[GroupRow] = []
    for name in ("actors_common.tsv", "actors.tsv"):
        text = files("trucewatch.extract").joinpath("data", name).read_text(encoding="utf-8")
        for row in csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
            category = row.get("category") or "armed_group"
            aliases = tuple(a for a in (row["aliases"] or "").split("|") if a)
            rows.append(GroupRow(row["name"], aliases, Category(category), row.get("country") or None))
    return tuple(rows)
