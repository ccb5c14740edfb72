"""How often a time expression is given its right days, beside the dateparser library where that is installed.

Two measures. On TimeML files (TimeBank, AQUAINT) the value of each TIMEX3 of type DATE, its span given; on gold claims
in the contract's shape the interval of each `when` that has words in the report. Run
`python -m evaluation.dates --data FOLDER` for the first, `python -m evaluation.dates` for the second alone.
"""

from __future__ import annotations

import datetime as dt
import importlib
import json
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import click
from lxml import etree
from rich.console import Console
from rich.table import Table

from evaluation.corpus import corpus_folders
from trucewatch.extract.dates import DateMention, find_dates
from trucewatch.model import DatePrecision, When

_SEASON_MONTH = {"SP": 3, "SU": 6, "FA": 9, "AU": 9, "WI": 12}


@dataclass(frozen=True, slots=True)
class Expression:
    """A time expression in its text, and its gold value."""

    where: str
    text: str
    start: int
    end: int
    published: str | None
    effective: str | None
    gold: str

    @property
    def words(self) -> str:
        """The words of the expression."""
        return " ".join(self.text[self.start : self.end].split())


def timeml_expressions(folder: Path) -> Iterator[Expression]:
    """Every TIMEX3 of type DATE in the running text of the TimeML files below a folder."""
    for path in sorted(folder.rglob("*.tml")):
        root = etree.fromstring(path.read_bytes())
        created = root.find(".//DCT/TIMEX3")
        body = root.find(".//TEXT")
        if created is None or body is None:
            continue
        published = _iso_day(created.get("value", ""))
        pieces: list[str] = []
        spans: list[tuple[int, int, str]] = []
        _flatten(body, pieces, spans)
        text = "".join(pieces)
        for start, end, value in spans:
            yield Expression(path.name, text, start, end, published, None, value)


def _flatten(node: etree._Element, pieces: list[str], spans: list[tuple[int, int, str]]) -> None:
    start = sum(map(len, pieces))
    pieces.append(node.text or "")
    for child in node:
        _flatten(child, pieces, spans)
        pieces.append(child.tail or "")
    if node.tag == "TIMEX3" and node.get("type") == "DATE":
        spans.append((start, sum(map(len, pieces)), node.get("value", "")))


def _iso_day(value: str) -> str | None:
    m = re.match(r"(\d{4})-?(\d{2})-?(\d{2})", value)
    return f"{m[1]}-{m[2]}-{m[3]}" if m else None


def normal_value(value: str) -> str:
    """A TIMEX3 value without time of day, part and placeholders: `2000-04-06TNI` and `1995-XX-XX` lose their tails."""
    value = value.strip().split("T")[0] if not value.startswith("T") else value
    return re.sub(r"(?:-?X+)+$", "", value) or value


def timex_value(when: When, rule: str) -> str | None:
    """The TIMEX3 value that says what an interval says; None where the interval is open."""
    if when.start is None or when.end is None:
        return None
    start, end = dt.date.fromisoformat(when.start[:10]), dt.date.fromisoformat(when.end[:10])
    if rule.endswith("season"):
        return f"{start.year}-{next(k for k, v in _SEASON_MONTH.items() if v == start.month)}"
    if rule.endswith("quarter"):
        return f"{start.year}-Q{(start.month + 2) // 3}"
    if rule.endswith("decade"):
        return f"{start.year // 10}"
    if when.precision is DatePrecision.YEAR:
        return f"{start.year}"
    if when.precision is DatePrecision.MONTH:
        return f"{start.year}-{start.month:02d}"
    if when.precision is DatePrecision.WEEK:
        year, week, _ = start.isocalendar()
        return f"{year}-W{week:02d}"
    if rule.endswith("weekend"):
        year, week, _ = start.isocalendar()
        return f"{year}-W{week:02d}-WE"
    return start.isoformat() if start == end else f"{start.isoformat()}/{end.isoformat()}"


def _mention(item: Expression) -> DateMention | None:
    """The mention at the expression, read in its text, else in its words alone."""

    def read(text: str, start: int, end: int) -> DateMention | None:
        found = find_dates(text, published=item.published, effective=item.effective)
        hits = [m for m in found if m.start < end and start < m.end and m.end - m.start <= end - start + 16]
        return max(hits, key=lambda m: min(m.end, end) - max(m.start, start), default=None)

    return read(item.text, item.start, item.end) or read(item.text[item.start : item.end], 0, item.end - item.start)


def our_value(item: Expression) -> str | None:
    """What `find_dates` says of the expression as TIMEX3 value."""
    mention = _mention(item)
    return timex_value(mention.core, mention.rule) if mention else None


def baseline_value(dateparser: ModuleType) -> Callable[[Expression], str | None]:
    """What dateparser makes of the words, with dates taken as past and the day of publication as base."""

    def value(item: Expression) -> str | None:
        base = dt.datetime.fromisoformat(item.published) if item.published else dt.datetime(2000, 1, 1)
        got = dateparser.parse(
            item.words,
            languages=["en"],
            settings={"PREFER_DATES_FROM": "past", "RELATIVE_BASE": base, "RETURN_TIME_AS_PERIOD": False},
        )
        return got.date().isoformat() if got else None

    return value


def gold_expressions(folder: Path) -> Iterator[Expression]:
    """Every `when` of the gold claims of a folder that has words in its report."""
    reports = {r["id"]: r for r in _rows(folder / "reports.jsonl")}
    effective = _effective(folder)
    for claim in _rows(folder / "claims.gold.jsonl"):
        when = claim["when"]
        for item in claim["evidence"]:
            if when is None or item["field"].removeprefix("title:").split(".")[0] != "when":
                continue
            report = reports[claim["report"]]
            text = report["title"] if item["field"].startswith("title:") else report["text"]
            gold = f"{(when['start'] or '')[:10]}/{(when['end'] or '')[:10]}"
            yield Expression(claim["id"], text, item["start"], item["end"], report["published"], effective, gold)
            break


def _rows(path: Path) -> list[dict[str, object] | None]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _effective(folder: Path) -> str | None:
    pointer, own = folder / "agreement.path", folder / "agreement.toml"
    path = own
    if pointer.exists():
        name = pointer.read_text(encoding="utf-8").strip()
        path = folder / name if (folder / name).exists() else Path(name)
    if not path.exists():
        return None
    effective = tomllib.loads(path.read_text(encoding="utf-8")).get("effective")
    return effective.isoformat() if effective is not None else None


def our_interval(item: Expression) -> str | None:
    """The bounds that `find_dates` gives, `start/end`; those of the core where the gold words leave out the opening."""
    mention = _mention(item)
    if mention is None:
        return None
    when = mention.when if mention.start >= item.start else mention.core
    return f"{(when.start or '')[:10]}/{(when.end or '')[:10]}"


def _baseline_interval(value: Callable[[Expression], str | None]) -> Callable[[Expression], str | None]:
    def interval(item: Expression) -> str | None:
        day = value(item)
        return f"{day}/{day}" if day else None

    return interval


def _accuracy(
    items: list[Expression], value: Callable[[Expression], str | None], *, normal: bool
) -> tuple[int, list[str]]:
    right, wrong = 0, []
    for item in items:
        gold = normal_value(item.gold) if normal else item.gold
        got = value(item)
        if got == gold:
            right += 1
        else:
            wrong.append(f"{item.words!r} in {item.where}, published {item.published}: {got}, gold {gold}")
    return right, wrong


def _dateparser() -> ModuleType | None:
    try:
        return importlib.import_module("dateparser")
    except ImportError:
        return None


@click.command()
@click.option("--data", type=click.Path(exists=True, path_type=Path), help="Folder with TimeML files (.tml).")
@click.option("--errors", type=int, default=0, metavar="N", help="List so many wrong values of each set.")
@click.option("--rules", is_flag=True, help="List the commonest wrong words instead of single errors.")
def main(data: Path | None, errors: int, rules: bool) -> None:
    """Print the accuracy of dates beside the baseline."""
    console = Console(width=None if sys.stdout.isatty() else 140, highlight=False)
    table = Table("set", "expressions", "rules", "dateparser", box=None)
    library = _dateparser()
    base = baseline_value(library) if library else None
    sets: list[tuple[str, list[Expression], bool]] = []
    if data is not None:
        every = list(timeml_expressions(data))
        calendar_only = [e for e in every if not e.gold.endswith("_REF")]
        sets += [("TIMEX3 DATE, all", every, True), ("TIMEX3 DATE, without now/past/future", calendar_only, True)]
    sets += [(folder.name, list(gold_expressions(folder)), False) for folder in corpus_folders()]
    for name, items, normal in sets:
        if not items:
            continue
        right, wrong = _accuracy(items, our_value if normal else our_interval, normal=normal)
        other = "not installed"
        if base is not None:
            hits, _ = _accuracy(items, base if normal else _baseline_interval(base), normal=normal)
            other = f"{hits / len(items):.3f}"
        table.add_row(name, str(len(items)), f"{right / len(items):.3f}", other)
        for line in wrong[:errors] if not rules else _common(wrong, errors):
            console.print(f"{name}: {line}", soft_wrap=True)
    console.print(table)


def _common(wrong: list[str], limit: int) -> list[str]:
    counted = Counter(line.split(" in ")[0].lower() for line in wrong)
    return [f"{n} times {words}" for words, n in counted.most_common(limit)]


if __name__ == "__main__":
    main()
