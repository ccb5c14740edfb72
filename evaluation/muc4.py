"""MUC-4: the templates that claims make against the key, slot by slot.

    python -m evaluation.muc4 --data ../shared/data --extractor rules
    python -m evaluation.muc4 --data ../shared/data --predictions CLAIMS.jsonl

Every document becomes a report, its claims are grouped into acts and the acts written as MUC-4 templates, of which
four slots are scored: victim number, victim effect, confidence in the perpetrator, incident type. How claims become
templates is said in `evaluation._muc4_templates`, how templates are scored in `evaluation._muc4_scoring`. Intervals
are 95% by bootstrap over documents. The share of irrelevant documents is of those for which the key has no template.

Beside it stands a constant: one template for every document, an ATTACK that is reported as fact and kills one.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from evaluation._muc4_scoring import DocumentScore, Reference, score_document
from evaluation._muc4_templates import SLOTS, Fill, Template, gold_template, predicted_templates, published_of
from evaluation.measures import PRF, Tally, interval, total
from evaluation.scoring import scored
from trucewatch.model import VIOLENT_KINDS, Claim, PublishedBasis, Report, text_sha256

NAMES: Mapping[str, str] = {
    "number": "victim number",
    "effect": "victim effect",
    "confidence": "perpetrator confidence",
    "type": "incident type",
}
"""The slots as the tables call them."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document of MUC-4 as a report, with the templates of its key."""

    report: Report
    templates: tuple[Template, ...]


def tidy(text: str) -> str:
    """The text with single blanks and one line a paragraph, as our own marks on MUC-4 count it."""
    paragraphs = re.split(r"\n\s*\n", unicodedata.normalize("NFC", text).replace("\r\n", "\n"))
    return "\n\n".join(p for p in (re.sub(r"\s+", " ", x).strip() for x in paragraphs) if p)


def as_report(name: str, text: str) -> Report:
    """A document as a report, dated by its dateline."""
    text = tidy(text)
    published = published_of(text)
    return Report(
        id=name,
        lang="en",
        published=published,
        published_basis=PublishedBasis.GIVEN if published else PublishedBasis.UNKNOWN,
        text=text,
        sha256=text_sha256(text),
    )


def load_documents(data: Path, split: str) -> Iterator[Document]:
    """The documents of a split."""
    path = data / "muc4/muc4.jsonl"
    if not path.exists():
        raise click.ClickException(f"{path} is not there: give the folder that holds muc4/muc4.jsonl as --data")
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, filter(str.strip, lines)):
            if row["split"] == split:
                report = as_report(row["id"], row["text"])
                yield Document(report, tuple(gold_template(t) for t in row["templates"]))


def extract_claims(documents: Sequence[Document], extractor: str) -> list[Claim]:
    """The claims of an extractor, with progress on stderr."""
    from trucewatch.extract import EXTRACTORS, infer_published
    from trucewatch.locate import Gazetteer, Locator

    locator = Locator(Gazetteer.load(), None)
    claims: list[Claim] = []
    for number, document in enumerate(documents, 1):
        report = document.report
        report = report if report.published else infer_published(report, None)
        claims += EXTRACTORS[extractor](report, locator=locator, agreement=None)
        if number % 20 == 0 or number == len(documents):
            print(f"{number} of {len(documents)} documents, {len(claims)} claims", file=sys.stderr, flush=True)
    return claims


CONSTANT = Template(
    slots={
        "number": (Fill(frozenset(["1"])),),
        "effect": (Fill(frozenset(["DEATH"])),),
        "confidence": (Fill(frozenset(["REPORTED AS FACT"])),),
        "type": (Fill(frozenset(["ATTACK"])),),
    }
)
"""The template of the constant answer."""


def score_claims(
    documents: Sequence[Document],
    claims: Sequence[Claim],
    reference: Reference = Reference.HALF,
    *,
    merge: bool = True,
) -> list[DocumentScore]:
    """The score of every document; claims of other documents are not looked at."""
    by_report: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_report[claim.report].append(claim)
    out = []
    for document in documents:
        found = predicted_templates(by_report[document.report.id], document.report, merge=merge)
        out.append(score_document(document.report.id, document.templates, found, reference))
    return out


def score_constant(documents: Sequence[Document], reference: Reference = Reference.HALF) -> list[DocumentScore]:
    """The score of one constant template a document."""
    return [score_document(d.report.id, d.templates, [CONSTANT], reference) for d in documents]


def false_alarms(scores: Sequence[DocumentScore]) -> list[Tally]:
    """Of irrelevant documents, those that got a template."""
    return [Tally(int(s.predicted > 0), 1) for s in scores if not s.relevant]


def violent_alarms(documents: Sequence[Document], claims: Sequence[Claim]) -> list[Tally]:
    """Of irrelevant documents, those with any violent claim that is not hypothetical: war, history and tolls too."""
    told = {c.report for c in scored(claims, VIOLENT_KINDS)}
    return [Tally(int(d.report.id in told), 1) for d in documents if not d.templates]


def slot_total(scores: Sequence[DocumentScore], slot: str) -> PRF:
    """The counts of a slot over documents."""
    return total([s.slots[slot] for s in scores], PRF())


def _rate(value: float, parts: Sequence[PRF] | Sequence[Tally]) -> str:
    ends = interval(parts)
    return f"{value:.3f} [{ends.low:.3f}, {ends.high:.3f}]"


def slot_table(ways: Mapping[Reference, Sequence[DocumentScore]], constant: Sequence[DocumentScore]) -> Table:
    """Precision, recall and F1 of every slot, the two other ways to count references and the constant beside it."""
    table = Table(
        "slot", "F1 [95%]", "P", "R", "hit", "spurious", "missing", "F1 by value", "strict", "constant", box=None
    )
    scores = ways[Reference.HALF]
    for slot in SLOTS:
        prf = slot_total(scores, slot)
        table.add_row(
            NAMES[slot],
            _rate(prf.f1, [s.slots[slot] for s in scores]),
            f"{prf.precision:.3f}",
            f"{prf.recall:.3f}",
            *(f"{n:g}" for n in (prf.tp, prf.fp, prf.fn)),
            *(f"{slot_total(ways[w], slot).f1:.3f}" for w in (Reference.VALUE, Reference.STRICT)),
            f"{slot_total(constant, slot).f1:.3f}",
        )
    return table


def read_claims(path: Path) -> list[Claim]:
    """Claims, one a line, as `trucewatch extract` and `--save` write them."""
    return [Claim.model_validate_json(x) for x in path.read_text(encoding="utf-8").splitlines() if x.strip()]


@click.command()
@click.option("--data", type=click.Path(exists=True, path_type=Path), default=Path("../shared/data"), show_default=True)
@click.option("--extractor", type=click.Choice(["model", "rules"]), default="model", show_default=True)
@click.option("--split", type=click.Choice(["dev", "train"]), default="dev", show_default=True)
@click.option("--predictions", type=click.Path(exists=True, path_type=Path), help="Claims to take, not to extract.")
@click.option("--save", type=click.Path(path_type=Path), help="File to write the extracted claims to.")
@click.option(
    "--acts",
    type=click.Choice(["merged", "linked"]),
    default="merged",
    show_default=True,
    help="Whether claims of one type are one act where nothing speaks against it, or only those linked.",
)
@click.option("--limit", type=int, help="Take only the first documents.")
def main(
    data: Path, extractor: str, split: str, predictions: Path | None, save: Path | None, acts: str, limit: int | None
) -> None:
    """Print how the claims of MUC-4 documents fill the slots of the key."""
    documents = list(load_documents(data, split))[:limit]
    claims = read_claims(predictions) if predictions else extract_claims(documents, extractor)
    if save:
        save.write_text("".join(c.model_dump_json() + "\n" for c in claims), encoding="utf-8")
    ways = {way: score_claims(documents, claims, way, merge=acts == "merged") for way in Reference}
    scores, constant = ways[Reference.HALF], score_constant(documents)
    console = Console(width=None if sys.stdout.isatty() else 160, highlight=False)
    gold = [t for d in documents for t in d.templates]
    console.print(
        f"MUC-4 {split}, {predictions or extractor}: {len(documents)} documents, {len(gold)} templates of the key"
        f" ({sum(t.optional for t in gold)} optional), {sum(s.predicted for s in scores)} made,"
        f" {sum(len(s.pairs) for s in scores)} aligned"
    )
    console.print(slot_table(ways, constant))
    alarms = {
        "irrelevant documents with a claim that makes a template": false_alarms(scores),
        "irrelevant documents with any violent claim": violent_alarms(documents, claims),
    }
    for name, parts in alarms.items():
        told = total(parts, Tally())
        console.print(f"{name}: {_rate(told.value, parts)} ({told.right:g} of {told.total:g})")
    missed = sum(s.relevant and not s.predicted for s in scores)
    console.print(f"relevant documents without one: {missed} of {sum(s.relevant for s in scores)}")


if __name__ == "__main__":
    main()
