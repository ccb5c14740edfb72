"""Who is heard: the origins of the claims of an incident, each once however it is spelled, relayed or copied.

An origin is the end of a `via` chain, also of one that goes on in another report of the incident: an outlet that is
cited and itself only cites a ministry stands for the ministry. Where nobody is cited the outlet speaks in its own
voice and is an origin itself, but for two cases: copy that is credited to an agency is the agency's, and text that
stands under several outlets is one voice, that of the report which was published first.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from rapidfuzz.distance import Indel

from trucewatch.link.names import fold
from trucewatch.locate import find_country, find_demonym
from trucewatch.model import Claim, Report, claimant_names, origins

LAST: Final = "9999"
"""Sorts what has no date of publication behind everything that has one."""

SAME_TEXT: Final = 0.9
"""Share of words in order that two texts must have in common to count as one copied from the other (Indel similarity).

A wire story that an outlet runs with a sentence cut or a headline word changed stays above it; two stories of two
writers about one event stay far below (0.28 at most over all pairs of the 60 reports of the worked example).
"""
_LEAST_WORDS: Final = 30
"""Shorter texts, such as headlines, are copies only if they are the same word for word."""

_CREDIT: Final = re.compile(r"\(([^()]{2,40})\)")
_DATELINE: Final = re.compile(r"\s*[A-Z][\w .,'/-]{1,60}\(([^()\n]{2,40})\)\s*[-–—:]")
_SMALL: Final = frozenset({"a", "an", "and", "for", "in", "of", "the"})
_POSSESSIVE: Final = re.compile(r"['\u2019]s?\b(?=\s|$)")
_INITIALS: Final = 3
"""Words so short are initials, which may be those of a country and of something else."""
_OFFICES: Final = frozenset(
    """army authorities command forces government governorate hospital military ministry office police presidency
    spokesman spokesperson spokeswoman""".split()  # noqa: SIM905
)
"""Words of offices that reports name in full once and then in short."""
_SPELT: Final = {"defense": "defence", "center": "centre", "organisation": "organization", "programme": "program"}


@lru_cache(maxsize=65536)
def origin_key(name: str) -> str:
    """What makes two spellings of an origin one.

    Case, small words, order, British spelling and a description behind a comma do not count; an adjective of a country
    is its name ("Norwegian", "Norway's"), and a ministry of national defence one of defence.
    """
    head, _, tail = name.partition(", ")
    bare = head if tail[:1].islower() and " " in head else name
    words = fold(_POSSESSIVE.sub("", bare)).split()
    told = {_SPELT.get(w, w) for w in words if w not in _SMALL}
    if "ministry" in told and "defence" in told:
        told.discard("national")
    return " ".join(sorted(_country(w) for w in told)) or " ".join(words) or name


def _country(word: str) -> str:
    known = find_demonym(word) or find_country(word)
    return known[0].iso2 if len(known) == 1 and len(word) > _INITIALS else word


@lru_cache(maxsize=1)
def _agencies() -> Mapping[str, str]:
    """News agencies whose copy other outlets print, by the folded words of a credit."""
    data = tomllib.loads(files("trucewatch.link").joinpath("agencies.toml").read_text(encoding="utf-8"))
    return MappingProxyType(dict(data["agencies"]))


def agency_of(report: Report) -> str | None:
    """The agency that a report's copy is credited to, by its source or its dateline: "Gulf Daily (Reuters)"."""
    dateline = _DATELINE.match(report.text)
    credits = [*_CREDIT.findall(report.source or ""), *([dateline[1]] if dateline else []), report.source or ""]
    return next((agency for credit in credits if (agency := _agencies().get(fold(credit))) is not None), None)


def own_voice(report: Report | None, otherwise: str) -> str:
    """The origin of what a report says itself: the credited agency, else its outlet, else the report."""
    return otherwise if report is None else agency_of(report) or report.source or report.id


@dataclass(frozen=True, slots=True)
class Voices:
    """The origins of the claims of one incident, and who stands behind each.

    Attributes:
        reports: by id; a claim whose report is not among them counts as one of an outlet of its own.
        own: the origin of what a report says in its own voice, by the id of the report.
        spelled: how an origin is spelled here, by `origin_key`; an office named in short is spelled in full.
        told: the origins of each claim, by its id.
    """

    reports: Mapping[str, Report]
    own: Mapping[str, str]
    spelled: Mapping[str, str]
    told: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, claims: Sequence[Claim], reports: Mapping[str, Report]) -> Voices:
        """Hear the claims of an incident; their order and repetition change nothing."""
        own = _own_voices(claims, reports)
        told = _followed({c.id: origins(c, own.get(c.report)) for c in claims}, claims, reports)
        votes = Counter(name for names in told.values() for name in names)
        if len(votes) == 1:
            only = next(iter(votes))
            return cls(reports, own, {origin_key(only): only}, dict.fromkeys(told, (only,)))
        spelled: dict[str, str] = {}
        for name in sorted(votes, key=lambda n: (-votes[n], n)):
            spelled.setdefault(origin_key(name), name)
        full = _in_full(spelled)
        once = {name: full[origin_key(name)] for name in votes}
        return cls(reports, own, full, {c: tuple(dict.fromkeys(once[n] for n in names)) for c, names in told.items()})

    def origins(self, claim: Claim) -> tuple[str, ...]:
        """Ends of the `via` chains of a claim, each in the one spelling that it has in this incident."""
        return self.told[claim.id]

    def names(self, claim: Claim) -> tuple[str, ...]:
        """Everyone who stands behind a claim, as they are named, or its outlet."""
        report = self.reports.get(claim.report)
        return claimant_names(claim, report.source if report else None)

    def published(self, claim: Claim) -> str | None:
        """When the report of a claim was published."""
        report = self.reports.get(claim.report)
        return report.published if report else None

    def source(self, claim: Claim) -> str | None:
        """The outlet that printed a claim."""
        report = self.reports.get(claim.report)
        return report.source if report else None


def _followed(
    told: Mapping[str, tuple[str, ...]], claims: Iterable[Claim], reports: Mapping[str, Report]
) -> dict[str, tuple[str, ...]]:
    """Chains that go on in another report: an outlet that is cited, and here only cites others, stands for those."""
    cited: dict[str, dict[str, None]] = {}
    speaks: set[str] = set()
    for c in claims:
        report = reports.get(c.report)
        if report is None or not report.source:
            continue
        outlet = origin_key(report.source)
        if not c.claimants:
            speaks.add(outlet)
        cited.setdefault(outlet, {}).update(dict.fromkeys(told[c.id]))
    behind = {
        outlet: tuple(names)
        for outlet, names in cited.items()
        if outlet not in speaks and not any(origin_key(n) in cited for n in names)
    }
    if not behind:
        return dict(told)
    return {
        c: tuple(dict.fromkeys(n for x in names for n in behind.get(origin_key(x), (x,)))) for c, names in told.items()
    }


def _in_full(spelled: Mapping[str, str]) -> dict[str, str]:
    """An office that is named in short stands for the one that is named in full here, if there is only one."""
    words = {key: set(key.split()) for key in spelled}
    found = dict(spelled)
    for key, mine in words.items():
        longer = [other for other, theirs in words.items() if mine < theirs]
        if mine & _OFFICES and len(longer) == 1:
            found[key] = spelled[longer[0]]
    return found


def _own_voices(claims: Iterable[Claim], reports: Mapping[str, Report]) -> dict[str, str]:
    speaking = sorted({c.report for c in claims if not c.claimants})
    first: list[tuple[Report, list[str]]] = []
    own: dict[str, str] = {}
    known = sorted((reports[r] for r in speaking if r in reports), key=lambda r: (r.published or LAST, r.id))
    for report in known:
        words = text_words(report)
        copied = next((r for r, w in first if _same_outlet(r, report) or is_copy(w, words)), None)
        if copied is None:
            own[report.id] = own_voice(report, report.id)
            first.append((report, words))
        else:
            own[report.id] = own[copied.id]
    return own


def _same_outlet(one: Report, other: Report) -> bool:
    return one.source is not None and one.source == other.source


def text_words(report: Report) -> list[str]:
    """The words of a report's body, folded, without its dateline."""
    dateline = _DATELINE.match(report.text)
    return fold(report.text[dateline.end() :] if dateline else report.text).split()


def is_copy(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether one text is the other, but for a small change, or holds it whole, as an outlet that cuts the tail."""
    short, long = sorted((one, other), key=len)
    if not short:
        return False
    if short == long:
        return True
    if len(short) < _LEAST_WORDS:
        return False
    if f" {' '.join(short)} " in f" {' '.join(long)} ":
        return True
    if len(short) < SAME_TEXT * len(long) / (2 - SAME_TEXT):
        return False  # so unlike in length that the share cannot be reached
    return Indel.normalized_similarity(short, long, score_cutoff=SAME_TEXT) >= SAME_TEXT
