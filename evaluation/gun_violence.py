"""Reports of the Gun Violence Archive with the incident that each is filed under, and our own claims of them.

The archive files a report under one incident as a whole, however many shootings it speaks of; so a report is what is
grouped, and a report that is filed under two incidents has no right answer and is left out of all counts. The claims
are extracted from the raw text (title and body, published on the day that the archive gives) and kept in a folder,
because reading takes minutes.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from trucewatch.engine.stages import default_stages
from trucewatch.link import linkable
from trucewatch.model import (
    VIOLENT_KINDS,
    Agreement,
    Claim,
    Modality,
    PublishedBasis,
    Report,
    normalise_text,
    text_sha256,
)

FOLDER = "gun_violence_archive"
CACHE = Path("build/merging")
"""Where claims are kept; not committed."""


@dataclass(frozen=True, slots=True)
class Filed:
    """Reports of one split and the incident that each is filed under; `incident` lacks those filed under two."""

    reports: tuple[Report, ...]
    incident: Mapping[str, str]


def load_filed(data: Path, split: str) -> Filed:
    """The reports of a split (`train` or `dev`) by ascending id, each once."""
    rows: dict[str, Report] = {}
    incidents: defaultdict[str, set[str]] = defaultdict(set)
    for line in (data / FOLDER / "docs.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["split"] == split:
            incidents[row["id"]].add(row["incident"])
            text = normalise_text(row["text"])
            rows[row["id"]] = Report(
                id=row["id"],
                url=row["uri"],
                lang="en",
                published=row["dct"],
                published_basis=PublishedBasis.GIVEN,
                title=row["title"],
                text=text,
                sha256=text_sha256(text),
            )
    alone = {i: min(v) for i, v in incidents.items() if len(v) == 1}
    return Filed(tuple(rows[i] for i in sorted(rows)), alone)


def load_learned(data: Path) -> Filed:
    """The train reports that are learned from: those of the earlier half of incidents, so that it takes minutes."""
    filed = load_filed(data, "train")
    order = sorted(set(filed.incident.values()), key=int)
    earlier = set(order[: len(order) // 2])
    incident = {r: i for r, i in filed.incident.items() if i in earlier}
    return Filed(tuple(r for r in filed.reports if r.id in incident), incident)


def extracted(
    name: str,
    reports: Sequence[Report],
    *,
    agreement: Agreement | None = None,
    extractor: str = "model",
    cache: Path = CACHE,
) -> list[Claim]:
    """Claims of the reports by our own extractor, from the cache as far as they are there.

    Args:
        name: Names the file in the cache; a file of other reports, or of an extractor with other code, is overwritten.
        reports: What to read.
        agreement: In force among those reported on, if there is one.
        extractor: `rules` or `model`.
        cache: Folder; made where it is not there.
    """
    path = cache / f"{name}.{extractor}.jsonl"
    stages = default_stages(agreement, extractor=extractor)
    wanted = {"extractor": stages.extractor, "reports": {r.id: r.sha256 for r in reports}}
    if path.is_file():
        head, *lines = path.read_text(encoding="utf-8").splitlines()
        if json.loads(head) == wanted:
            return [Claim.model_validate_json(line) for line in lines]
    claims = [c for r in reports for c in stages.extract(r)]
    cache.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{x}\n" for x in (json.dumps(wanted), *(c.to_json() for c in claims))), encoding="utf-8")
    return claims


def principal_claims(reports: Iterable[Report], claims: Iterable[Claim]) -> dict[str, Claim]:
    """The claim that stands for a report, by report.

    It is the linkable claim that tells most of a violent act: violence before all else, news before background,
    asserted before denied, then the number of values (a date in words, a point, killed, injured, names), then the first
    in the text. For a report without such a claim stands one that says nothing but that somebody came to harm; then
    only the report's words and its day speak.
    """
    best: dict[str, tuple[tuple[float, ...], str, Claim]] = {}
    for claim in claims:
        if linkable(claim):
            row = (_told(claim), claim.id, claim)
            if claim.report not in best or row[:2] > best[claim.report][:2]:
                best[claim.report] = row
    return {r.id: best[r.id][2] if r.id in best else bare_claim(r.id) for r in reports}


def _told(claim: Claim) -> tuple[float, ...]:
    values = (
        claim.when is not None and claim.when.start is not None and claim.when.text is not None,
        claim.where is not None and claim.where.lat is not None,
        claim.killed is not None,
        claim.injured is not None,
        any(v.names for v in claim.victims),
    )
    first = min((e.start for e in claim.evidence if e.field == "kind"), default=0)
    ranks = (claim.kind in VIOLENT_KINDS, not claim.background, claim.modality is Modality.ASSERTED)
    return (*map(float, ranks), float(sum(values)), -float(first))


def bare_claim(report: str) -> Claim:
    """A claim that says of a report nothing but that somebody came to harm."""
    nobody = {"text": None, "label": None, "actor": None, "side": None, "confidence": "not_stated"}
    nothing = dict.fromkeys(
        ("extractor", "score", "when", "where", "killed", "injured", "missing", "captured", "acts", "weapon")
    )
    empty = dict.fromkeys(("targets", "victims", "claimants", "denied_by", "evidence"), ())
    flags = {"background": False, "superseded": False, "coverage": "whole", "modality": "asserted"}
    names = {"id": f"c-none-{report}", "report": report, "kind": "casualty", "scope": "incident"}
    return Claim.model_validate({**nothing, **empty, **flags, **names, "perpetrator": nobody})


def pairs_of(incident: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Pairs of reports of one incident."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for report, name in sorted(incident.items()):
        groups[name].append(report)
    for members in groups.values():
        yield from ((a, b) for k, a in enumerate(members) for b in members[k + 1 :])
