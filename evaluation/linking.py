"""Linking on gold claims: `python -m evaluation.linking`.

Prints B-cubed (Bagga and Baldwin 1998) over violent incident claims and over all, with singletons and "same day, same
place" beside the linker, then the same with claims damaged at random as an extractor damages them, and how far the
values that are chosen for an incident agree with the gold incidents of the example.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import click
from rich.console import Console
from rich.table import Table

from evaluation.corpus import EXAMPLE, Corpus, corpus_folders, load_corpus
from evaluation.measures import BCubed
from trucewatch.link import LinkOptions, consolidate, group_claims, linkable
from trucewatch.model import (
    VIOLENT_KINDS,
    Claim,
    Confidence,
    Coverage,
    Incident,
    Kind,
    Perpetrator,
    Report,
    When,
    Where,
    day_of,
)

Grouping = Mapping[str, str]
"""From claim to its cluster."""
Method = Callable[[Sequence[Claim], Mapping[str, Report]], Grouping]
"""A way to cluster claims."""


# ---- the linker and what stands beside it


def linker(options: LinkOptions | None = None) -> Method:
    """The linker of the package."""

    def group(claims: Sequence[Claim], reports: Mapping[str, Report]) -> Grouping:
        return {c.id: g[0].id for g in group_claims(claims, reports, options=options) for c in g}

    return group


def singletons(claims: Sequence[Claim], _reports: Mapping[str, Report]) -> Grouping:
    """Each claim alone."""
    return {c.id: c.id for c in claims if linkable(c)}


def same_day_same_place(claims: Sequence[Claim], _reports: Mapping[str, Report]) -> Grouping:
    """Violent claims of one day and one place name are one incident; those that lack either stand alone."""
    return {c.id: _day_and_place(c) for c in claims if linkable(c)}


def _day_and_place(claim: Claim) -> str:
    if not claim.when or not claim.when.start or not claim.where or not claim.where.name:
        return claim.id
    return f"{claim.when.start[:10]} {claim.where.name} {claim.kind in VIOLENT_KINDS}"


# ---- the measure


def bcubed(gold: Grouping, found: Grouping, ids: Iterable[str]) -> BCubed:
    """B-cubed over the claims in `ids`; others count for nothing."""
    ids = list(ids)
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    given: defaultdict[str, set[str]] = defaultdict(set)
    for i in ids:
        wanted[gold[i]].add(i)
        given[found[i]].add(i)
    precision = sum(len(wanted[gold[i]] & given[found[i]]) / len(given[found[i]]) for i in ids)
    recall = sum(len(wanted[gold[i]] & given[found[i]]) / len(wanted[gold[i]]) for i in ids)
    return BCubed(precision, len(ids), recall, len(ids))


@dataclass(frozen=True, slots=True)
class Outcome:
    """One method on one set."""

    violent: BCubed
    every: BCubed
    largest: int
    true_largest: int

    def __add__(self, other: Outcome) -> Outcome:
        """Two sets as one."""
        return Outcome(
            self.violent + other.violent,
            self.every + other.every,
            max(self.largest, other.largest),
            max(self.true_largest, other.true_largest),
        )


def measure(corpus: Corpus, claims: Sequence[Claim], method: Method) -> Outcome:
    """Cluster the claims of a set and compare with its gold incidents."""
    reports = {r.id: r for r in corpus.reports}
    gold = {c: incident for incident, members in corpus.incidents.items() for c in members}
    found = method(claims, reports)
    ids = [c.id for c in corpus.claims if c.id in gold and linkable(c)]
    violent = [c.id for c in corpus.claims if c.id in gold and linkable(c) and c.kind in VIOLENT_KINDS]
    return Outcome(
        bcubed(gold, found, violent),
        bcubed(gold, found, ids),
        max(Counter(found[i] for i in ids).values(), default=0),
        max(Counter(gold[i] for i in ids).values(), default=0),
    )


# ---- damage


@dataclass(frozen=True, slots=True)
class Noise:
    """Share of claims that lose or change a value, independently of one another."""

    no_where: float
    coarse_where: float
    no_when: float
    other_day: float
    other_kind: float
    no_perpetrator: float
    no_targets: float
    no_counts: float
    other_count: float
    no_flags: float

    def scaled(self, by: float) -> Noise:
        """More or less of the same damage."""
        return Noise(*(min(1.0, by * getattr(self, f)) for f in Noise.__slots__))


EXTRACTED = Noise(
    no_where=0.20,
    coarse_where=0.15,
    no_when=0.15,
    other_day=0.10,
    other_kind=0.20,
    no_perpetrator=0.25,
    no_targets=0.30,
    no_counts=0.15,
    other_count=0.10,
    no_flags=0.40,
)
"""A guess at the errors of rules that get half of all claims right in every field."""


def damaged(claims: Sequence[Claim], noise: Noise, rng: random.Random) -> list[Claim]:
    """Claims as a poor extractor would give them: values lost, misread, or less exact. Ids stay."""
    return [_damage(c, noise, rng) for c in claims]


def _damage(claim: Claim, noise: Noise, rng: random.Random) -> Claim:
    """Every draw is made for every claim, so that more noise damages the same claims more."""
    draw = {name: rng.random() < getattr(noise, name) for name in Noise.__slots__}
    step, kind, more = rng.choice((-1, 1)), rng.choice(sorted(VIOLENT_KINDS)), rng.choice((1, 2))
    change: dict[str, object] = {}
    if draw["no_where"]:
        change["where"] = None
    elif draw["coarse_where"] and claim.where and claim.where.lat is not None:
        change["where"] = _coarse(claim.where)
    if draw["no_when"]:
        change["when"] = None
    elif draw["other_day"] and claim.when and claim.when.start and claim.when.start == claim.when.end:
        change["when"] = _moved(claim.when, step)
    if draw["other_kind"] and claim.kind in VIOLENT_KINDS:
        change["kind"] = rng.choice((Kind.CASUALTY, Kind.ARMED_CLASH, kind))
    if draw["no_perpetrator"]:
        change["perpetrator"] = Perpetrator(
            text=None, label=None, actor=None, side=None, confidence=Confidence.NOT_STATED
        )
    if draw["no_targets"]:
        change |= {"targets": (), "victims": ()}
    if draw["no_counts"]:
        change |= {"killed": None, "injured": None}
    elif draw["other_count"] and claim.killed and claim.killed.low is not None:
        low = claim.killed.low + more
        change["killed"] = claim.killed.model_copy(update={"low": low, "high": max(low, claim.killed.high or low)})
    if draw["no_flags"]:
        change |= {"coverage": Coverage.WHOLE, "superseded": False, "background": False}
    return claim.model_copy(update=change)


def _coarse(where: Where) -> Where:
    """Known only to the province."""
    name = where.admin1 or where.country
    return where.model_copy(update={"name": name, "radius_km": 55.0, "precision": 4, "gazetteer": None, "also": ()})


def _moved(when: When, days: int) -> When:
    day = day_of(when.start or "").fromordinal(day_of(when.start or "").toordinal() + days).isoformat()
    return when.model_copy(update={"start": day, "end": day})


# ---- chosen values against gold incidents


def agreement(corpus: Corpus) -> dict[str, tuple[int, int, list[str]]]:
    """How often consolidation of a gold cluster gives the gold incident's value: right, total, and the misses."""
    path = corpus.folder / "incidents.gold.jsonl"
    claims = {c.id: c for c in corpus.claims}
    reports = {r.id: r for r in corpus.reports}
    rows: dict[str, tuple[int, int, list[str]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        gold = Incident.model_validate_json(line)
        mine = consolidate([claims[c] for c in gold.claims], reports)
        for field in ("kind", "when", "where", "weapon", "grade", "killed", "injured", "missing", "captured"):
            want, got = _shown(gold, field), _shown(mine, field)
            right, total, missed = rows.setdefault(field, (0, 0, []))
            if want != got:
                missed.append(f"{gold.id}: {got}, gold {want}")
            rows[field] = right + (want == got), total + 1, missed
    return rows


def _shown(incident: Incident, field: str) -> str:
    value = getattr(incident, field)
    if isinstance(value, When):
        return f"{value.start}..{value.end} {value.precision}"
    if isinstance(value, Where):
        return f"{value.name} ({value.radius_km} km)"
    return str(value)


# ---- printing


def _rows(table: Table, name: str, method: str, outcome: Outcome) -> None:
    cells = [f"{x:.3f}" for b in (outcome.violent, outcome.every) for x in (b.precision, b.recall, b.value)]
    table.add_row(name, method, *cells, f"{outcome.largest} of {outcome.true_largest}")


def _table(title: str) -> Table:
    table = Table(title=title)
    table.add_column("set")
    table.add_column("claims, method")
    for group in ("violent", "all"):
        for x in ("P", "R", "F"):
            table.add_column(f"{group} {x}", justify="right")
    table.add_column("largest")
    return table


def _pooled(corpora: Sequence[Corpus], claims: Mapping[str, Sequence[Claim]], method: Method) -> Outcome | None:
    outcomes = [measure(c, claims[c.name], method) for c in corpora]
    if not outcomes:
        return None
    total = outcomes[0]
    for outcome in outcomes[1:]:
        total += outcome
    return total


def _sets(apart: bool) -> list[tuple[str, list[Corpus]]]:
    corpora = [load_corpus(f) for f in corpus_folders()]
    rest = [c for c in corpora if c.name != EXAMPLE.name]
    sets = [(c.name, [c]) for c in corpora if c.name == EXAMPLE.name]
    sets += [(c.name, [c]) for c in rest] if apart else []
    return [*sets, *([("development", rest)] if rest else [])]


@click.command()
@click.option("--apart", is_flag=True, help="Print every development set apart as well.")
@click.option("--runs", type=int, default=5, show_default=True, help="Random draws of damage.")
@click.option("--errors", is_flag=True, help="List merged and split incidents, and chosen values that differ.")
def main(apart: bool, runs: int, errors: bool) -> None:
    """Print how well claims are linked."""
    console = Console(width=150, highlight=False)
    sets = _sets(apart)
    table = _table("B-cubed on gold claims")
    methods: tuple[tuple[str, Method], ...] = (
        ("gold, linker", linker()),
        ("gold, same day and place", same_day_same_place),
        ("gold, singletons", singletons),
    )
    for name, corpora in sets:
        claims = {c.name: c.claims for c in corpora}
        for label, method in methods:
            if (outcome := _pooled(corpora, claims, method)) is not None:
                _rows(table, name, label, outcome)
        for scale in (0.5, 1.0, 1.5):
            outcome = _noisy(corpora, EXTRACTED.scaled(scale), runs, linker())
            if outcome is not None:
                _rows(table, name, f"damage {scale:g}, linker", outcome)
        outcome = _noisy(corpora, EXTRACTED, runs, same_day_same_place)
        if outcome is not None:
            _rows(table, name, "damage 1, same day and place", outcome)
    console.print(table)
    if errors:
        _print_errors(console, [c for _, corpora in sets for c in corpora])
    _print_agreement(console, load_corpus(EXAMPLE), errors)


def _noisy(corpora: Sequence[Corpus], noise: Noise, runs: int, method: Method) -> Outcome | None:
    total: Outcome | None = None
    for seed in range(runs):
        claims = {c.name: damaged(c.claims, noise, random.Random(seed)) for c in corpora}
        outcome = _pooled(corpora, claims, method)
        total = outcome if total is None or outcome is None else total + outcome
    return total


def _print_errors(console: Console, corpora: Iterable[Corpus]) -> None:
    for corpus in {c.name: c for c in corpora}.values():
        found = linker()(corpus.claims, {r.id: r for r in corpus.reports})
        gold = {c: incident for incident, members in corpus.incidents.items() for c in members}
        ids = [c.id for c in corpus.claims if c.id in gold and linkable(c)]
        mixed: defaultdict[str, list[str]] = defaultdict(list)
        split: defaultdict[str, set[str]] = defaultdict(set)
        for i in ids:
            mixed[found[i]].append(i)
            split[gold[i]].add(found[i])
        for members in mixed.values():
            if len({gold[i] for i in members}) > 1:
                console.print(f"{corpus.name}: merged", sorted((gold[i], i) for i in members))
        for incident, parts in split.items():
            if len(parts) > 1:
                console.print(f"{corpus.name}: split {incident}", [sorted(mixed[p]) for p in sorted(parts)])


def _print_agreement(console: Console, corpus: Corpus, errors: bool) -> None:
    console.print("gold clusters consolidated, against the gold incidents of the example:")
    for field, (right, total, missed) in agreement(corpus).items():
        console.print(f"  {field:<9}{right} of {total}")
        if errors:
            for line in missed:
                console.print(f"    {line}")


if __name__ == "__main__":
    main()
