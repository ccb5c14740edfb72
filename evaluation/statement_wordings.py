"""How statements about the record are found in sentences of other hands, half of each set not written from.

    python -m evaluation.statement_wordings [--set news|ceasefire|wars] [--data ../shared/data] [--by-type] [--show]

**News**: `statement_wordings.tsv` names the sentences and holds none of their text: set, document, first and last
character (half-open), the type that is to be found, and its value (a dash where none is asked). Type `-` marks a
sentence that only looks alike. A hash of the document says to which half it belongs. One reader labelled them, by the
contract: all sentences of MUC-4, re3d and WikiEvents that broad cue words found in the documents taken, and a quarter
of those of event_location and RAMS by chance; those open to argument were left out, which makes the set easier than
news is.

**Ceasefire**: `ceasefire_wordings.tsv` holds 240 invented sentences about truces, in the same columns with the text
behind. One author without part in the patterns wrote and labelled them; no second reader has confirmed a label, and
the author was unsure of 25. Where a text says more than one thing, the span names what is asked. How often a form comes
there says nothing about how often it comes in news.

**Wars**: `war_wordings.tsv` holds 150 sentences in the same form, invented, labelled and committed before their author
had looked at the code; the same author then mended the patterns from one half, so that the other was not unseen.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from evaluation.measures import PRF, total
from trucewatch.assess.statements import Statement, find_statements
from trucewatch.model import CheckType, Report

WORDINGS = Path(__file__).with_suffix(".tsv")
CEASEFIRE = WORDINGS.with_name("ceasefire_wordings.tsv")
WARS = WORDINGS.with_name("war_wordings.tsv")
TABLES = {"news": WORDINGS, "ceasefire": CEASEFIRE, "wars": WARS}
FILES = {"muc4": "muc4/muc4.jsonl", "wikievents": "wikievents/dev.jsonl"}


@dataclass(frozen=True, slots=True)
class Wording:
    """Where a sentence stands, half-open in characters, and what is to be read in it; a null type: nothing.

    `text` is the whole text where the table holds it.
    """

    source: str
    document: str
    start: int
    end: int
    type: CheckType | None
    value: float | None
    text: str | None = None

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
            *text,
        )
        for source, document, start, end, kind, value, *text in rows
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


Texts = Mapping[tuple[str, str], str]


def read(wording: Wording, texts: Texts) -> list[Statement]:
    """What the code finds at one place: in a sentence of news, blanks made single; or there in a text of its own."""
    if wording.text is not None:
        whole = find_statements(Report(id="w", text=wording.text, sha256="0" * 64))
        return [s for s in whole if s.start < wording.end and wording.start < s.end]
    text = " ".join(texts[wording.source, wording.document][wording.start : wording.end].split())
    return find_statements(Report(id="w", text=text, sha256="0" * 64))


def score(wording: Wording, found: Sequence[Statement]) -> PRF:
    """Types right, made up and missed in one sentence; a second statement of a labelled sentence is not counted."""
    return total(list(by_type(wording, found).values()), PRF())


def by_type(wording: Wording, found: Sequence[Statement]) -> dict[CheckType, PRF]:
    """The same, each under its type: one missed under the type asked, one made up under the type given."""
    if wording.type is not None and any(s.type is wording.type for s in found):
        return {wording.type: PRF(1, 0, 0)}
    rows: dict[CheckType, PRF] = {} if wording.type is None else {wording.type: PRF(0, 0, 1)}
    for statement in found if wording.type is None else found[:1]:
        rows[statement.type] = rows.get(statement.type, PRF()) + PRF(0, 1, 0)
    return rows


def summary(wordings: Sequence[Wording], texts: Texts) -> str:
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


def summary_of_types(wordings: Sequence[Wording], texts: Texts) -> str:
    """One line a type: precision, recall, F1."""
    scores = [by_type(w, read(w, texts)) for w in wordings]
    lines = []
    for kind in CheckType:
        whole = total([rows[kind] for rows in scores if kind in rows], PRF())
        figures = f"precision {whole.precision:.2f}, recall {whole.recall:.2f} of {whole.tp + whole.fn}"
        lines.append(f"    {kind.value:16} {figures}, F1 {whole.f1:.2f}")
    return "\n".join(lines)


def show_errors(wordings: Sequence[Wording], texts: Texts) -> None:
    """Print what is wrong, and what was found instead."""
    for wording in wordings:
        statements = read(wording, texts)
        result = score(wording, statements)
        values = {s.value for s in statements if s.type is wording.type}
        is_other_value = bool(values) and wording.value is not None and wording.value not in values
        if not (result.fp or result.fn or is_other_value):
            continue
        text = wording.text or texts[wording.source, wording.document][wording.start : wording.end]
        asked = wording.type or "-"
        click.echo(f"{wording.document} {asked} {'' if wording.value is None else f'{wording.value:g}'} {text}")
        click.echo("    " + "; ".join(f"{s.type} {s.value}: {s.quote}" for s in statements))


@click.command()
@click.option("--set", "chosen", type=click.Choice(sorted(TABLES)), help="One set alone.")
@click.option("--data", type=click.Path(path_type=Path), default=Path("../shared/data"), show_default=True)
@click.option("--by-type", "is_by_type", is_flag=True, help="Print every type too.")
@click.option("--show", is_flag=True, help="The half that wordings are written from, and what is wrong in it.")
def main(*, chosen: str | None, data: Path, is_by_type: bool, show: bool) -> None:
    """Score both halves of each set; news needs the folder of public data."""
    for name, path in TABLES.items():
        if chosen not in (None, name):
            continue
        wordings = read_wordings(path)
        texts = read_texts(data) if name == "news" else {}
        halves = {half: [w for w in wordings if w.is_kept_back == half] for half in (False, True)}
        for half, title in ((False, "written from"), (True, "kept back")):
            if half and show:  # who writes patterns asks often, and must not see these figures move
                continue
            click.echo(f"{name}, {title}: {summary(halves[half], texts)}")
            if is_by_type:
                click.echo(summary_of_types(halves[half], texts))
        if show:
            show_errors(halves[False], texts)


if __name__ == "__main__":
    main()
