"""Merging of reports into incidents: `python -m evaluation.merging --data DIR`.

On the dev part of the Gun Violence Archive, from raw text: our own extraction, then the linker with the weights that
ship for news (`weights-news.toml`; those for conflicts have a line of their own), and beside it TF-IDF with average
link and Splink, which learn in the same run from the train part, the same half of it as the linker. All thresholds
come from train.

**What is grouped.** The archive files each report under one incident, and says nothing of single claims. So one claim
stands for each report (`gun_violence.principal_claims`, a rule that looks at no label), the linker groups these, and
the groups of reports are compared with the incidents. The linker and Splink see the same claims, TF-IDF sees titles
and texts. A report out of which no claim comes stays in: the linker gets an empty claim for it. In a second line the
linker groups all claims of all reports, as `trucewatch run` does, and a report stands where the claim that stands for
it stands. Reports filed under two incidents are grouped but not counted. Incidents of one report count.

And, save with `--no-conflicts`, B-cubed over violent incident claims on the worked example and on the test conflicts
of our corpus: gold claims, and our own (unpaired claims count as wrong, as in docs/contract.md; the last column tells
what perfect merging of the same claims would reach).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from evaluation.corpus import EXAMPLE, load_corpus
from evaluation.gun_violence import FOLDER, extracted, load_filed, load_learned, principal_claims
from evaluation.incidents import bcubed as bcubed_of_own
from evaluation.linking import bcubed
from evaluation.measures import BCubed
from evaluation.merging_baselines import Filing, tfidf_average_link
from evaluation.merging_measures import Grouping, Merging, merging
from evaluation.pipeline import extract, load_agreement_of
from evaluation.scoring import pair_claims, scored
from trucewatch.errors import InputError
from trucewatch.link import LinkOptions, group_claims, linkable, news_weights
from trucewatch.model import VIOLENT_KINDS, Claim, Report, Scope

Progress = Callable[[str], None]


def filing(data: Path, split: str, extractor: str) -> tuple[Filing, list[Claim]]:
    """A part of the archive with the claims that stand for its reports, and all claims.

    Of train it is the half that is learned from.
    """
    filed = load_learned(data) if split == "train" else load_filed(data, split)
    claims = extracted(f"gva-{split}", filed.reports, extractor=extractor)
    return Filing(filed.reports, principal_claims(filed.reports, claims), filed.incident), claims


def linked(part: Filing, options: LinkOptions | None = None) -> Grouping:
    """Reports by the group of the claim that stands for them, those alone being linked."""
    return _linked(part, list(part.claims.values()), options)


def linked_with_all(part: Filing, claims: Sequence[Claim], options: LinkOptions | None = None) -> Grouping:
    """The same, with all claims of all reports being linked."""
    every = {c.id: c for c in (*claims, *part.claims.values()) if linkable(c)}
    return _linked(part, list(every.values()), options)


def _linked(part: Filing, claims: Sequence[Claim], options: LinkOptions | None) -> Grouping:
    groups = group_claims(claims, {r.id: r for r in part.reports}, options=options)
    group = {c.id: g[0].id for g in groups for c in g}
    return {r: group[c.id] for r, c in part.claims.items()}


# ---- conflicts


@dataclass(frozen=True, slots=True)
class OnConflicts:
    """B-cubed on gold claims and on our own, and what perfect merging of our own would reach."""

    gold: BCubed
    own: BCubed
    ceiling: BCubed

    def __add__(self, other: OnConflicts) -> OnConflicts:
        """Both sets as one."""
        return OnConflicts(self.gold + other.gold, self.own + other.own, self.ceiling + other.ceiling)


def on_conflict(
    reports: Sequence[Report], gold: Sequence[Claim], incidents: Mapping[str, Sequence[str]], own: Sequence[Claim]
) -> OnConflicts:
    """Link the gold claims and our own claims of one conflict."""
    by_id = {r.id: r for r in reports}
    owner = {c: i for i, members in incidents.items() for c in members}
    found = {c.id: g[0].id for g in group_claims(gold, by_id) for c in g}
    ids = [c.id for c in gold if c.id in owner and linkable(c) and c.kind in VIOLENT_KINDS]
    pairs = [
        p
        for r in reports
        for p in pair_claims(r, _of(r, scored(gold, VIOLENT_KINDS)), _of(r, scored(own, VIOLENT_KINDS)))
    ]
    mine = {g[0].id: [c.id for c in g] for g in group_claims(own, by_id)}
    perfect: dict[str, list[str]] = {}
    for p in pairs:
        if p.gold.id in owner and p.predicted.scope is Scope.INCIDENT:
            perfect.setdefault(owner[p.gold.id], []).append(p.predicted.id)
    return OnConflicts(
        bcubed(owner, found, ids),
        _sum(bcubed_of_own(gold, incidents, own, mine, pairs)),
        _sum(bcubed_of_own(gold, incidents, own, perfect, pairs)),
    )


def _of(report: Report, claims: Iterable[Claim]) -> list[Claim]:
    return [c for c in claims if c.report == report.id]


def _sum(parts: Mapping[str, BCubed]) -> BCubed:
    total = BCubed()
    for part in parts.values():
        total += part
    return total


def example(extractor: str) -> OnConflicts:
    """The worked example."""
    corpus = load_corpus(EXAMPLE)
    reports, own = extract(corpus, load_agreement_of(corpus), extractor)
    return on_conflict(reports, corpus.claims, corpus.incidents, own)


def own_conflicts(split: str, extractor: str) -> OnConflicts:
    """The conflicts of one part of our corpus, each linked by itself."""
    from training.linker.sources import corpus_conflicts

    total: OnConflicts | None = None
    for c in corpus_conflicts(split):
        own = extracted(f"own-{c.name}", c.reports, extractor=extractor)
        score = on_conflict(c.reports, c.claims, c.incidents, own)
        total = score if total is None else total + score
    if total is None:
        raise InputError(f"no conflicts in {split}", where="training/corpus/manifest.toml")
    return total


# ---- printing


def _archive_table() -> Table:
    table = Table(title="Gun Violence Archive, dev: reports into incidents, from raw text")
    table.add_column("method")
    for name in ("B-cubed P", "R", "F", "MUC F1", "CEAF F1", "CoNLL F1", "groups", "of one report", "threshold"):
        table.add_column(name, justify="right")
    return table


def _row(table: Table, method: str, found: Merging, threshold: float | None) -> None:
    rates = (found.b_cubed.precision, found.b_cubed.recall, found.b_cubed.f1, found.muc.f1, found.ceaf.f1, found.conll)
    cells = (*(f"{x:.3f}" for x in rates), str(found.groups), str(found.single))
    table.add_row(method, *cells, "" if threshold is None else f"{threshold:g}")


def _archive(console: Console, data: Path, extractor: str, began: float) -> None:
    def progress(what: str) -> None:
        console.print(f"{time.process_time() - began:6.0f} s of processor time: {what}")

    train, _ = filing(data, "train", extractor)
    test, claims = filing(data, "dev", extractor)
    silent = sum(not c.evidence for c in test.claims.values())
    progress(f"{len(test.reports)} dev reports, {len(test.incident)} counted, {silent} without a claim")
    table = _archive_table()
    _row(table, "gold", merging(test.incident, test.incident), None)
    _row(table, "each report alone", merging(test.incident, {r.id: r.id for r in test.reports}), None)
    groups, cut = tfidf_average_link(train, test)
    _row(table, "TF-IDF, average link", merging(test.incident, groups), cut)
    progress("TF-IDF")
    _splink(table, train, test, progress)
    options, threshold = LinkOptions(weights=news_weights()), news_weights().threshold
    _row(table, "ours", merging(test.incident, linked(test, options)), threshold)
    _row(table, "ours, all claims linked", merging(test.incident, linked_with_all(test, claims, options)), threshold)
    _row(table, "ours, weights for conflicts", merging(test.incident, linked(test)), None)
    progress("linker")
    console.print(table)


def _splink(table: Table, train: Filing, test: Filing, progress: Progress) -> None:
    """Its row, or word of what to install; the rest of the table does not need it."""
    try:
        from evaluation.merging_splink import splink
    except ModuleNotFoundError as error:
        progress(f"no row of Splink, as {error.name} is not installed: pip install -e '.[evaluation]'")
        return
    groups, cut = splink(train, test)
    _row(table, "Splink", merging(test.incident, groups), cut)
    progress("Splink")


def _conflicts(console: Console, extractor: str) -> None:
    table = Table(title="B-cubed over violent incident claims")
    for name in ("set", "gold claims P", "R", "F", "own claims P", "R", "F", "perfect merging of own F"):
        table.add_column(name)
    for name, score in (("example", example(extractor)), ("test conflicts", own_conflicts("test", extractor))):
        cells = (f"{x:.3f}" for b in (score.gold, score.own) for x in (b.precision, b.recall, b.value))
        table.add_row(name, *cells, f"{score.ceiling.value:.3f}")
    console.print(table)


@click.command()
@click.option("--data", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True)
@click.option("--extractor", type=click.Choice(["rules", "model"]), default="rules", show_default=True)
@click.option("--conflicts/--no-conflicts", default=True, show_default=True)
@click.option("--archive/--no-archive", default=True, show_default=True)
def main(data: Path, extractor: str, conflicts: bool, archive: bool) -> None:
    """Print how well reports are merged into incidents; DIR holds the public data sets."""
    console = Console(width=160, highlight=False)
    if archive:
        if not (data / FOLDER).is_dir():
            raise click.UsageError(f"no {FOLDER} in {data}")
        _archive(console, data, extractor, time.process_time())
    if conflicts:
        _conflicts(console, extractor)


if __name__ == "__main__":
    main()
