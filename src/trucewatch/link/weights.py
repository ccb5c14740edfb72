"""The scorer as data: every feature, its levels and their weights, read from one TOML file."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from trucewatch.errors import InputError
from trucewatch.model import Kind

_FIGURES: Final = (
    "same_many same_few both_zero overlap fits revised unknown near far zero_or_some exceeds".split()  # noqa: SIM905
)

LIKENESS: Final[Mapping[str, tuple[tuple[str, float], ...]]] = MappingProxyType(
    {
        feature: tuple(
            (f"from_{100 * low:02.0f}" if low else f"under_{100 * lows[-1]:02.0f}", low) for low in (*lows, 0.0)
        )
        for feature, lows in (
            ("report", (0.65, 0.45, 0.30, 0.20, 0.15, 0.11, 0.08, 0.05)),
            ("names", (0.50, 0.35, 0.20, 0.12, 0.07, 0.03)),
            ("headline", (0.80, 0.50, 0.30, 0.15, 0.05)),
            ("passage", (0.55, 0.35, 0.20, 0.10, 0.05)),
        )
    }
)
"""Levels of the features of shared words with their lowest likeness, the most alike first."""
_TOLD: Final = ("unknown", "one_report")

FEATURES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "time": (
            "same_day",
            "other_hour",
            "overlap_days",
            "overlap_week",
            "overlap_month",
            "assumed_overlap",
            "assumed_gap",
            "deal",
            "next_day",
            "few_days",
            "days_apart",
            "unknown",
        ),
        "place": (
            "same_spot",
            "touching",
            "same_name",
            "same_area",
            "within_area",
            "same_region",
            "within_region",
            "unknown",
            "other_name",
            "near",
            "apart",
            "far",
        ),
        "kind": ("same", "same_vague", "vague", "close", "crowd", "other"),
        "struck": (
            "same_actor",
            "same_side",
            "same_words",
            "same_category",
            "unknown",
            "other_force",
            "other_category",
            "other_actor",
            "other_side",
        ),
        "doer": ("same", "same_side", "unknown", "unclear", "rival", "counter", "reversed", "half_reversed"),
        "killed": tuple(_FIGURES),
        "injured": tuple(_FIGURES),
        "captured": tuple(_FIGURES),
        "victims": ("shared", "unknown", "parts", "other"),
        "cause": ("same", "unknown", "other"),
        "weapon": ("same", "unknown", "other"),
        "source": ("other_report", "same_origin", "same_act", "denial", "other_claimant", "same_claimant"),
        "published": ("same_day", "next_day", "few_days", "week", "month", "season", "longer", *_TOLD),
        **{feature: (*(name for name, _ in levels), *_TOLD) for feature, levels in LIKENESS.items()},
        "misread": ("both", "date", "place", "nothing", "other_story", "unknown"),
    }
)
"""Every feature with its levels; a weights file must give a number for each and nothing else."""


@dataclass(frozen=True, slots=True)
class Weights:
    """A scorer: weights in log-odds by feature and level, and which kinds may be one act.

    Attributes:
        version: Number of the file's shape.
        basis: What the weights were measured on.
        threshold: Mean score at which clusters merge.
        prior: Score of a pair about which nothing is known.
        one_story: Likeness of two reports from which a date or a place that does not fit counts as misread, so that
            it no longer forbids; infinity for never.
        levels: Weight by feature and level.
        vague: Kinds that a vague kind may stand for.
        close: Pairs of kinds that reports confuse.
        crowd: Kinds that all tell of a crowd.
    """

    version: int
    basis: str
    threshold: float
    prior: float
    one_story: float
    levels: Mapping[str, Mapping[str, float]]
    vague: Mapping[Kind, frozenset[Kind]]
    close: frozenset[frozenset[Kind]]
    crowd: frozenset[Kind]

    @property
    def reads_words(self) -> bool:
        """Whether the words of two reports say anything to this scorer."""
        return not math.isinf(self.one_story) or any(map(self.asks, (*LIKENESS, "misread")))

    def asks(self, feature: str) -> bool:
        """Whether any level of a feature has a weight."""
        return any(self.levels[feature].values())


def load_weights(path: Path) -> Weights:
    """Read a scorer from a TOML file.

    Raises:
        InputError: The file cannot be read, a level is missing or unknown, or a weight is no number.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot read the weights: {error.strerror}", where=str(path)) from error
    return parse_weights(text, where=str(path))


class WeightSet(StrEnum):
    """The scorers that ship with the package, by what they were learned for."""

    CONFLICT = "conflict"
    NEWS = "news"

    def load(self) -> Weights:
        """The scorer."""
        return news_weights() if self is WeightSet.NEWS else default_weights()


@cache
def default_weights() -> Weights:
    """The scorer for reports of a conflict, many of which tell of several acts."""
    return _shipped("weights.toml")


@cache
def news_weights() -> Weights:
    """The scorer for collections of news in which each report tells of one event and one claim stands for it."""
    return _shipped("weights-news.toml")


def _shipped(name: str) -> Weights:
    text = resources.files("trucewatch.link").joinpath(name).read_text(encoding="utf-8")
    return parse_weights(text, where=name)


def parse_weights(text: str, *, where: str) -> Weights:
    """Read a scorer from TOML text; `where` names it in errors.

    Raises:
        InputError: As `load_weights`.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"not TOML: {error}", where=where) from error
    unknown = set(data) - set(FEATURES) - {"version", "basis", "threshold", "prior", "one_story", "kinds"}
    if unknown:
        raise InputError(f"unknown key {min(unknown)}", where=where, remedy="remove it")
    kinds = _table(data, "kinds", where)
    return Weights(
        version=int(_number(data, "version", where)),
        basis=str(data.get("basis", "")),
        threshold=_number(data, "threshold", where),
        prior=_number(data, "prior", where),
        one_story=_number(data, "one_story", where),
        levels=MappingProxyType({f: _levels(data, f, where) for f in FEATURES}),
        vague=MappingProxyType(
            {Kind(k): _kinds(v, f"{where}: kinds.{k}") for k, v in kinds.items() if k not in ("close", "crowd")}
        ),
        close=frozenset(_kinds(pair, f"{where}: kinds.close") for pair in kinds.get("close", [])),
        crowd=_kinds(kinds.get("crowd", []), f"{where}: kinds.crowd"),
    )


def _table(data: Mapping[str, Any], key: str, where: str) -> Mapping[str, Any]:
    table = data.get(key)
    if not isinstance(table, dict):
        raise InputError(f"no table [{key}]", where=where, remedy="copy it from the file that ships with the package")
    return table


def _levels(data: Mapping[str, Any], feature: str, where: str) -> Mapping[str, float]:
    table = _table(data, feature, where)
    extra = set(table) - set(FEATURES[feature])
    if extra:
        known = ", ".join(FEATURES[feature])
        raise InputError(f"unknown level {feature}.{min(extra)}", where=where, remedy=f"levels are {known}")
    return MappingProxyType({level: _number(table, level, f"{where}: {feature}") for level in FEATURES[feature]})


def _number(table: Mapping[str, Any], key: str, where: str) -> float:
    value = table.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InputError(f"{key} is no number", where=where, remedy=f"write {key} = <log-odds>")
    return float(value)


def _kinds(names: list[str], where: str) -> frozenset[Kind]:
    try:
        return frozenset(Kind(n) for n in names)
    except ValueError as error:
        raise InputError(f"{error}", where=where, remedy="use the kinds of the data contract") from error
