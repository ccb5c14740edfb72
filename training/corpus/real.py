r"""Real documents with marks beside them: offsets and values here, the words stay in the data they come from.

    python -m training.corpus.real show muc4:DEV-MUC3-0001 --data ../shared/data
    python -m training.corpus.real offsets DRAFT training/corpus/real/train/NAME/01.off --data ../shared/data
    python -m training.corpus.real check --data ../shared/data

A draft quotes the words of each mark; `offsets` looks them up and writes what is committed:

    === mr1 muc4:DEV-MUC3-0001 1990-01-03 wire          === mr1 muc4:DEV-MUC3-0001 1990-01-03 wire
    k1 "BEEN KIDNAPPED" {abduction}                      k1 131:145 {abduction}
    v1/x1 "ABOUT 50\nPEASANTS"#2 {civ/~50}               v1/x1 98:116 {civ/~50}
    ---                                                  ---
    a: k1 v1 x1                                          a: k1 v1 x1

`#2` is the second place where the words stand; blanks and line ends count as one blank. The first line may end in
`quiet` or `quiet-hard`; lines `source:` and `author:` may follow it. Marks, values and claim lines are those of
training/README.md; a folder has its tables in `conflict.yaml`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import click
from evaluation.authoring import AuthoringError, FolderBuild
from evaluation.authoring.source import Conflict, Problems, Wrong

from training.corpus.build import Compiled, Meta, build_report, load_names
from training.corpus.markup import Mark, MarkedReport, claim_lines, split_values
from trucewatch.model import text_sha256

HERE = Path(__file__).resolve().parent / "real"
"""Folders `train` and `test`, below each a folder a batch with tables and `.off` files."""

_HEAD = re.compile(r"=== (?P<id>\S+) (?P<ref>\S+:\S+) (?P<date>\S+) (?P<forms>[a-z_,]+)(?: (?P<quiet>\S+))?")
_MARK = re.compile(
    r"(?P<ids>[a-z]\d*(?:/[a-z]\d*)*) (?:\"(?P<words>.+)\"(?:#(?P<nth>\d+))?|(?P<start>\d+):(?P<end>\d+))"
    r"(?:\s*\{(?P<value>.*)\})?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_KEYS = frozenset(["source", "author", "allow"])


@dataclass(frozen=True, slots=True)
class Document:
    """A document of a public set: words as one paragraph a line pair, single blanks."""

    source: str
    title: str | None
    published: str | None
    text: str


def _tidy(text: str) -> str:
    paragraphs = re.split(r"\n\s*\n", unicodedata.normalize("NFC", text).replace("\r\n", "\n"))
    return "\n\n".join(p for p in (re.sub(r"\s+", " ", x).strip() for x in paragraphs) if p)


def _rows(path: Path) -> Iterator[dict[str, object]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def _muc4(data: Path) -> Iterator[tuple[str, Document]]:
    for row in _rows(data / "muc4/muc4.jsonl"):
        if row["split"] == "train":
            yield str(row["id"]), Document("monitored press", None, None, _tidy(str(row["text"])))


def _gva(data: Path) -> Iterator[tuple[str, Document]]:
    train = {str(r["incident"]) for r in _rows(data / "gun_violence_archive/incidents.jsonl") if r["split"] == "train"}
    for row in _rows(data / "gun_violence_archive/docs.jsonl"):
        if str(row["incident"]) in train:
            yield str(row["id"]), Document("local news", str(row["title"]), str(row["dct"]), _tidy(str(row["text"])))


def _re3d(data: Path) -> Iterator[tuple[str, Document]]:
    for path in sorted((data / "re3d").glob("*/documents.json")):
        for row in _rows(path):
            yield (
                str(row["_id"]),
                Document(str(row["sourceName"]), str(row.get("title") or "") or None, None, _tidy(str(row["text"]))),
            )


def _wikievents(data: Path) -> Iterator[tuple[str, Document]]:
    for row in _rows(data / "wikievents/dev.jsonl"):
        yield str(row["doc_id"]), Document("news", None, None, _tidy(str(row["text"])))


def _meantime(data: Path) -> Iterator[tuple[str, Document]]:
    for path in sorted((data / "meantime/intra-doc_annotation").glob("*/*.xml")):
        text = " ".join(re.sub(r" ([.,;:!?%)])", r"\1", " ".join(s)) for s in _sentences(path))
        yield path.stem, Document("news", None, None, _tidy(text))


def _sentences(path: Path) -> Iterable[list[str]]:
    """The words of a file of tokens, sentence by sentence."""
    import xml.etree.ElementTree as ET

    found: dict[int, list[str]] = {}
    for token in ET.parse(path).getroot().iter("token"):
        found.setdefault(int(token.get("sentence") or 0), []).append(token.text or "")
    return found.values()


def _joined(sentences: Iterable[Sequence[str]]) -> str:
    """Words that were taken apart, with the blanks that a printed text has."""
    told = (" ".join(words) for words in sentences)
    told = (re.sub(r" (?=[.,;:!?%)\]]|['’](?:s|re|ve|d|ll|m)\b|n['’]t\b)|(?<=[(\[$]) ", "", text) for text in told)
    return _tidy(" ".join(told))


def _rams(data: Path) -> Iterator[tuple[str, Document]]:
    for row in _rows(data / "rams/dev.jsonlines"):
        day = re.search(r"/(20\d\d)[/-](\d\d?|[a-z]{3})[/-](\d\d?)/", str(row["source_url"]))
        published = _day(*day.groups()) if day else None
        yield str(row["doc_key"]), Document("news", None, published, _joined(row["sentences"]))  # type: ignore[arg-type]


def _day(year: str, month: str, day: str) -> str:
    number = int(month) if month.isdigit() else _MONTHS.index(month) + 1
    return f"{year}-{number:02}-{int(day):02}"


def _ecbplus(data: Path) -> Iterator[tuple[str, Document]]:
    for path in sorted((data / "ecbplus").rglob("*.xml")):
        yield path.stem, Document("news", None, None, _joined(_sentences(path)))


def _briefs(data: Path) -> Iterator[tuple[str, Document]]:
    """Sentences of news about acts, five to a document as paragraphs of their own, in order of their hashes.

    Only those that our split of the set gives to training are taken, each once.
    """
    from training.extractor.auxiliary import part_of

    texts = {str(r["text"]).strip() for r in _rows(data / "event_location/train.jsonl")}
    kept = sorted((t for t in texts if part_of(t) == "train" and len(t.split()) >= 12), key=text_sha256)
    for i in range(0, len(kept) - 4, 5):
        yield f"{i // 5:04}", Document("news", None, None, _tidy("\n\n".join(kept[i : i + 5])))


_SETS: Mapping[str, Callable[[Path], Iterator[tuple[str, Document]]]] = {
    "muc4": _muc4,
    "gva": _gva,
    "re3d": _re3d,
    "wikievents": _wikievents,
    "meantime": _meantime,
    "rams": _rams,
    "ecbplus": _ecbplus,
    "briefs": _briefs,
}


@cache
def _documents(name: str, data: Path) -> Mapping[str, Document]:
    return dict(_SETS[name](data))


def document(ref: str, data: Path) -> Document:
    """The document `set:id`; raises Wrong where there is none."""
    name, _, key = ref.partition(":")
    if name not in _SETS or key not in _documents(name, data):
        raise Wrong(f"no document '{ref}'; sets are {', '.join(_SETS)}")
    return _documents(name, data)[key]


def _find(words: str, nth: int, text: str) -> tuple[int, int]:
    pattern = r"\s+".join(re.escape(w) for w in words.split())
    spots = [m.span() for m in re.finditer(pattern, text)]
    if len(spots) < nth:
        raise Wrong(f"'{words}' stands {len(spots)} times, not {nth}")
    return spots[nth - 1]


def read_file(path: Path, data: Path, problems: Problems) -> Iterator[MarkedReport]:
    """The reports of a draft or an `.off` file; one with a mistake is told in `problems` and left out."""
    block: list[str] = []
    start = 0
    for number, line in enumerate([*path.read_text(encoding="utf-8").splitlines(), "=== end"], 1):
        if line.startswith("==="):
            if start:
                with problems.at(f"{path}:{start}"):
                    yield _report(str(path), start, block, data, problems)
            block, start = [], number
        block.append(line)


def _report(name: str, start: int, block: list[str], data: Path, problems: Problems) -> MarkedReport:
    head = _HEAD.fullmatch(block[0].rstrip())
    if head is None:
        raise Wrong("want '=== id set:document date form[,form] [quiet|quiet-hard]'")
    doc = document(head["ref"], data)
    header = {"source": doc.source}
    marks: dict[str, Mark] = {}
    cut = next((i for i, line in enumerate(block) if line.rstrip() == "---"), None)
    if cut is None:
        raise Wrong("no line of --- before the claims")
    for number, line in enumerate(block[1:cut], start + 1):
        if not line.strip() or line.startswith("%"):
            continue
        key, _, value = line.partition(": ")
        if key in _KEYS:
            header[key] = value.strip()
            continue
        for mark in _marks(line.strip(), doc.text, f"line {number}"):
            if mark.id in marks:
                raise Wrong(f"line {number}: {mark.id} marks two spans")
            marks[mark.id] = mark
    return MarkedReport(
        id=head["id"],
        published=doc.published if head["date"] == "?" else head["date"],
        forms=tuple(head["forms"].split(",")),
        quiet=head["quiet"],
        header=header,
        title=doc.title,
        text=doc.text,
        marks=marks,
        lines=tuple(claim_lines(name, start + cut + 1, block[cut + 1 :], problems)),
        where=f"{name}:{start}: {head['id']}",
    )


def _marks(line: str, text: str, spot: str) -> Iterator[Mark]:
    found = _MARK.fullmatch(line)
    if found is None:
        raise Wrong(f"{spot}: want 'k1 \"words\"[#n] {{value}}'")
    if found["words"] is not None:
        start, end = _find(found["words"], int(found["nth"] or 1), text)
    else:
        start, end = int(found["start"]), int(found["end"])
    ids = found["ids"].split("/")
    for one, value in zip(ids, split_values(found["value"], ids, spot), strict=True):
        yield Mark(one, start, end, text[start:end], False, value)


def compile_batch(folder: Path, data: Path) -> Compiled:
    """One folder of `.off` files in memory; raises AuthoringError with every mistake found."""
    problems = Problems()
    name, version, names = load_names(folder, problems)
    builder = FolderBuild(Conflict(folder, name, f"gold {name} v{version}", names.tables, None, (), {}), problems)
    meta: list[Meta] = []
    reports: list[MarkedReport] = []
    for path in sorted(folder.glob("*.off")):
        for report in read_file(path, data, problems):
            with problems.at(report.where):
                build_report(builder, report, names, problems)
                reports.append(report)
                meta.append(Meta(report.id, name, report.forms, report.quiet))
    if problems.found:
        raise AuthoringError(tuple(problems.found))
    return Compiled(builder.result(), tuple(meta), names, tuple(reports))


def batches(split: str, root: Path = HERE) -> tuple[Path, ...]:
    """The folders of a split."""
    return tuple(sorted({p.parent for p in (root / split).rglob("*.off")}))


@click.group()
def main() -> None:
    """Marks beside real documents."""


_DATA = click.option("--data", type=click.Path(exists=True, path_type=Path), default=Path("../shared/data"))


@main.command()
@click.argument("refs", nargs=-1)
@_DATA
def show(refs: tuple[str, ...], data: Path) -> None:
    """Print documents as their offsets count them."""
    for ref in refs:
        doc = document(ref, data)
        click.echo(f"=== {ref} published {doc.published} source {doc.source}\nTITLE: {doc.title}\n{doc.text}\n")


@main.command("list")
@click.argument("name", type=click.Choice(sorted(_SETS)))
@_DATA
def list_command(name: str, data: Path) -> None:
    """Print the ids of a set with the number of words."""
    for key, doc in _documents(name, data).items():
        click.echo(f"{name}:{key} {len(doc.text.split())}")


@main.command()
@click.argument("draft", type=click.Path(exists=True, path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
@_DATA
def offsets(draft: Path, out: Path, data: Path) -> None:
    """Write a draft with offsets in place of its words; the rest of each line stays as it is."""
    problems = Problems()
    lines: list[str] = []
    text = ""
    in_marks = False
    for number, line in enumerate(draft.read_text(encoding="utf-8").splitlines(), 1):
        with problems.at(f"{draft}:{number}"):
            if head := _HEAD.fullmatch(line.rstrip()):
                text, in_marks = document(head["ref"], data).text, True
            in_marks = in_marks and line.rstrip() != "---"
            found = _MARK.fullmatch(line.strip()) if in_marks else None
            if found is None or found["words"] is None:
                lines.append(line)
                continue
            start, end = _find(found["words"], int(found["nth"] or 1), text)
            value = f" {{{found['value']}}}" if found["value"] is not None else ""
            lines.append(f"{found['ids']} {start}:{end}{value}")
    for problem in problems.found:
        click.echo(str(problem), err=True)
    if problems.found:
        raise SystemExit(1)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    click.echo(f"{out}: {sum(x.startswith('===') for x in lines)} documents")


@main.command()
@click.argument("folders", nargs=-1, type=click.Path(exists=True, path_type=Path))
@_DATA
def check(folders: tuple[Path, ...], data: Path) -> None:
    """Compile batches and print their counts; exit 1 where something is wrong."""
    bad = False
    for folder in folders or (*batches("train"), *batches("test")):
        try:
            done = compile_batch(folder, data)
        except AuthoringError as error:
            bad = True
            for problem in error.problems:
                click.echo(str(problem), err=True)
            continue
        quiet = sum(m.quiet is not None for m in done.meta)
        click.echo(f"{folder.name}: {len(done.meta)} documents ({quiet} quiet), {len(done.gold.claims)} claims")
    if bad:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
