"""Labelled claims: sets of claims of which it is known which tell of one event.

Four sources, none of them a test: the Gun Violence Archive's training part (a report is filed under one incident, so
one claim stands for it), ECB+ (two events of one kind in each topic, told by ten reports each), the training conflicts
of our corpus and the development reports (incidents marked by hand), the last two with gold claims and with our own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from evaluation.corpus import EXAMPLE, corpus_folders, load_corpus
from evaluation.gun_violence import extracted, load_learned, principal_claims
from evaluation.pipeline import load_agreement_of
from evaluation.scoring import pair_claims

from training.corpus import Compiled, compile_all, load_manifest
from trucewatch.extract import infer_published
from trucewatch.link import linkable
from trucewatch.model import VIOLENT_KINDS, Agreement, Claim, Report, text_sha256


@dataclass(frozen=True, slots=True)
class Labelled:
    """A set of claims that are linked together.

    Attributes:
        name: Of the set.
        group: Of the source; each source weighs the same in the fit, however many pairs it has.
        claims: Linkable claims, each with a label.
        reports: Their reports by id.
        event: From claim to the event it tells of.
    """

    name: str
    group: str
    claims: tuple[Claim, ...]
    reports: Mapping[str, Report]
    event: Mapping[str, str]


def gun_violence(data: Path) -> Labelled:
    """Half of the training part of the Gun Violence Archive."""
    filed = load_learned(data)
    chosen = principal_claims(filed.reports, extracted("gva-train", filed.reports))
    event = {chosen[r].id: incident for r, incident in filed.incident.items()}
    claims = tuple(c for c in chosen.values() if c.id in event)
    return Labelled("gva-train", "gun violence, own claims", claims, {r.id: r for r in filed.reports}, event)


# ---- ECB+

VIOLENT_TOPICS = frozenset({"8", "12", "16", "18", "19", "22", "24", "32", "33"})
"""Topics of ECB+ in which people are attacked: bombs, pirates, shootings, murders, riots, robberies at gunpoint."""


def ecb_reports(data: Path) -> dict[str, tuple[str, Report]]:
    """Reports of the violent topics by id, each with the event of its half of a topic; there are no dates."""
    found: dict[str, tuple[str, Report]] = {}
    for path in sorted((data / "ecbplus").glob("*/*.xml")):
        if path.parent.name not in VIOLENT_TOPICS:
            continue
        lines: dict[int, list[str]] = {}
        for token in ElementTree.parse(path).iter("token"):
            lines.setdefault(int(token.get("sentence", "0")), []).append(token.text or "")
        half = "plus" if path.stem.endswith("ecbplus") else "ecb"
        told = [" ".join(words) for n, words in sorted(lines.items()) if n > 0 or half == "ecb"]
        text = "\n\n".join(told)
        if text:
            report = Report(id=f"ecb-{path.stem}", lang="en", text=text, sha256=text_sha256(text))
            found[report.id] = (f"{path.parent.name} {half}", report)
    return found


def ecb(data: Path) -> Labelled:
    """Reports of ECB+ out of which a violent claim comes."""
    rows = ecb_reports(data)
    reports = tuple(r for _, r in rows.values())
    chosen = principal_claims(reports, extracted("ecbplus", reports))
    claims = tuple(c for c in chosen.values() if c.evidence and c.kind in VIOLENT_KINDS)
    event = {c.id: rows[c.report][0] for c in claims}
    return Labelled("ecbplus", "ECB+, own claims", claims, {r.id: r for r in reports}, event)


# ---- conflicts with incidents marked by hand


@dataclass(frozen=True, slots=True)
class Conflict:
    """Reports of one conflict with gold claims and incidents."""

    name: str
    reports: tuple[Report, ...]
    claims: tuple[Claim, ...]
    incidents: Mapping[str, Sequence[str]]
    agreement: Agreement | None = None


def corpus_conflicts(split: str) -> Iterator[Conflict]:
    """The conflicts of one part of our corpus."""
    manifest = load_manifest()
    for compiled in compile_all():
        if manifest.split_of.get(compiled.gold.id) == split:
            yield _conflict(compiled)


def _conflict(compiled: Compiled) -> Conflict:
    gold = compiled.gold
    return Conflict(gold.id, gold.reports, gold.claims, dict(gold.clusters))


def development_conflicts() -> Iterator[Conflict]:
    """The development reports; the worked example is no part of them."""
    for folder in corpus_folders():
        corpus = load_corpus(folder)
        if folder != EXAMPLE and corpus.incidents:
            reports = tuple(r if r.published else infer_published(r, None) for r in corpus.reports)
            yield Conflict(corpus.name, reports, corpus.claims, corpus.incidents, load_agreement_of(corpus))


def of_gold(conflict: Conflict, group: str) -> Labelled:
    """Gold claims with their incidents."""
    marked = {c: f"{conflict.name} {i}" for i, members in conflict.incidents.items() for c in members}
    claims = tuple(c for c in conflict.claims if c.id in marked and linkable(c))
    event = {c.id: marked[c.id] for c in claims}
    return Labelled(conflict.name, group, claims, {r.id: r for r in conflict.reports}, event)


def of_own(conflict: Conflict, claims: Sequence[Claim], group: str) -> Labelled:
    """Our own claims, those that answer to a gold claim, with its incident."""
    gold_event = {c: f"{conflict.name} {i}" for i, members in conflict.incidents.items() for c in members}
    event: dict[str, str] = {}
    for report in conflict.reports:
        gold = [c for c in conflict.claims if c.report == report.id and c.id in gold_event]
        mine = [c for c in claims if c.report == report.id and linkable(c)]
        event.update((p.predicted.id, gold_event[p.gold.id]) for p in pair_claims(report, gold, mine))
    chosen = tuple(c for c in claims if c.id in event)
    return Labelled(f"{conflict.name}, own", group, chosen, {r.id: r for r in conflict.reports}, event)


def training_sets(data: Path) -> Iterator[Labelled]:
    """Everything that the linker learns from."""
    yield gun_violence(data)
    yield ecb(data)
    for conflict in (*corpus_conflicts("train"), *development_conflicts()):
        yield of_gold(conflict, "conflicts, gold claims")
        claims = extracted(f"own-{conflict.name}", conflict.reports, agreement=conflict.agreement)
        yield of_own(conflict, claims, "conflicts, own claims")
