"""How statements about the record are found in sentences of other hands: public news, half of it not written from.

    python -m evaluation.statement_wordings [--data ../shared/data] [--show]

`statement_wordings.tsv` names the sentences and holds none of their text: set, document, first and last character
(half-open), the type that is to be found, and its value (a dash where none is asked). Type `-` marks a sentence that
only looks alike. A hash of the document says to which half it belongs. One reader labelled them, by the contract: all
sentences of MUC-4, re3d and WikiEvents that broad cue words found in the documents taken, and a quarter of those of
event_location and RAMS by chance; those open to argument were left out, which makes the set easier than news is.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from evaluation.measures import PRF, total
from trucewatch.assess.statements import Statement, find_statements
from trucewatch.model import CheckType, Report

WORDINGS = Path(__file__).with_suffix(".tsv")
FILES = {"muc4": "muc4/muc4.jsonl", "wikievents": "wikievents/dev.jsonl"}


@dataclass(frozen=True, slots=True)
class Wording:
    """Where a sentence stands, half-open in characters, and what is to be read in it; a null type: nothing."""

    source: str
    document: str
    start: int
    end: int
    type: CheckType | None
    value: float | None

    @property
    def is_kept_back(self) -> bool:
        """Whether it is of the half that wordings are measured on and not written from."""
        return hashlib.sha256(self.document.split("#")[0].encode()).digest()[0] % 2 == 1


def read_wordings(path: Path = WORDINGS) -> list[Wording]:
    """All rows of the table."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Wording(
            source,
            document,
            int(start),
            int(end),
            CheckType(kind) if kind != "-" else None,
            float(value) if value != "-" else None,
        )
        for source, document, start, end, kind, value in rows
    ]


def read_texts(data: Path) -> dict[tuple[str, str], str]:
    """The text of each document or sentence of the public sets, by set and name."""
    texts: dict[tuple[str, str], str] = {}

    def rows(path: Path) -> list[dict[str, object]]:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]

    for source, name in FILES.items():
        for row in rows(data / name):
            texts[source, str(row.get("doc_id", row.get("id")))] = str(row["text"])
    for path in sorted(data.glob("re3d/*/documents.json")):
        for row in rows(path):
            texts["re3d", str(row["_id"])] = str(row["text"])
    for number, row in enumerate(rows(data / "event_location" / "train.jsonl")):
        texts["event_location", str(number)] = str(row["text"])
    for row in rows(data / "rams" / "dev.jsonlines"):
        sentences = row["sentences"]
        for number, tokens in enumerate(sentences if isinstance(sentences, list) else ()):
            texts["rams", f"{row['doc_key']}#{number}"] = " ".join(tokens)
    return texts


def read(wording: Wording, texts: dict[tuple[str, str], str]) -> list[Statement]:
    """What the code finds in one sentence, as a report of its own, blanks made single."""
    text = " ".join(texts[wording.source, wording.document][wording.start : wording.end].split())
    return find_statements(Report(id="w", text=text, sha256="0" * 64))


def score(wording: Wording, found: Sequence[Statement]) -> PRF:
    """Types right, made up and missed in one sentence; a second statement of a labelled sentence is not counted."""
    if wording.type is None:
        return PRF(0, len(found), 0)
    if any(s.type is wording.type for s in found):
        return PRF(1, 0, 0)
    return PRF(0, min(len(found), 1), 1)


def summary(wordings: Sequence[Wording], texts: dict[tuple[str, str], str]) -> str:
    """Precision and recall of type, and how often the value is right where the type was found."""
    found = [(w, read(w, texts)) for w in wordings]
    whole = total([score(w, s) for w, s in found], PRF())
    values = [
        any(s.value == w.value for s in statements if s.type is w.type)
        for w, statements in found
        if w.value is not None and any(s.type is w.type for s in statements)
    ]
    quiet = [bool(s) for w, s in found if w.type is None]
    return (
        f"precision {whole.precision:.2f}, recall {whole.recall:.2f} of {len(wordings) - len(quiet)}, "
        f"F1 {whole.f1:.2f}; value {sum(values)} of {len(values)}; {sum(quiet)} of {len(quiet)} that only look alike"
    )


@click.command()
@click.option("--data", type=click.Path(exists=True, path_type=Path), default=Path("../shared/data"), show_default=True)
@click.option("--show", is_flag=True, help="Print what is wrong in the half that wordings are written from.")
def main(*, data: Path, show: bool) -> None:
    """Score both halves."""
    wordings, texts = read_wordings(), read_texts(data)
    seen = [w for w in wordings if not w.is_kept_back]
    click.echo(f"written from: {summary(seen, texts)}")
    click.echo(f"kept back:    {summary([w for w in wordings if w.is_kept_back], texts)}")
    for wording in seen if show else ():
        statements = read(wording, texts)
        result = score(wording, statements)
        if result.fp or result.fn:
            click.echo(f"{wording.type or '-'} {texts[wording.source, wording.document][wording.start : wording.end]}")
            click.echo("    " + "; ".join(f"{s.type}: {s.quote}" for s in statements))


if __name__ == "__main__":
    main()
