"""How often a time expression is given its right days, beside the dateparser library where that is installed.

Two measures. On TimeML files (TimeBank, AQUAINT) the value of each TIMEX3 of type DATE or TIME, its span given; on gold
claims in the contract's shape the interval of each `when` that has words in the report. A value is right where
it is the gold one; where the gold leaves figures open (`1989-WXX`), where it fits. "To the letter" takes no such fit.
Run `python -m evaluation.dates --data FOLDER` for the first, `python -m evaluation.dates` for the second alone.
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
from functools import cache, lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

import click
from lxml import etree
from rich.console import Console
from rich.table import Table

from evaluation.corpus import corpus_folders
from trucewatch.extract.dates import DateMention, find_dates
from trucewatch.model import DatePrecision, When

_SEASON_CODES = {"SP": 3, "SU": 6, "FA": 9, "AU": 9, "WI": 12}


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
    kind: str = "DATE"

    @property
    def words(self) -> str:
        """The words of the expression."""
        return " ".join(self.text[self.start : self.end].split())


def timeml_expressions(folder: Path) -> Iterator[Expression]:
    """Every TIMEX3 of type DATE or TIME in the running text of the TimeML files below a folder."""
    for path in sorted(folder.rglob("*.tml")):
        root = etree.fromstring(path.read_bytes())
        created = root.find(".//DCT/TIMEX3")
        body = root.find(".//TEXT")
        if created is None or body is None:
            continue
        published = _iso_day(created.get("value", ""))
        pieces: list[str] = []
        spans: list[tuple[int, int, str, str]] = []
        _flatten(body, pieces, spans)
        text = "".join(pieces)
        for start, end, value, kind in spans:
            yield Expression(path.name, text, start, end, published, None, value, kind)


def _flatten(node: etree._Element, pieces: list[str], spans: list[tuple[int, int, str, str]]) -> None:
    start = sum(map(len, pieces))
    pieces.append(node.text or "")
    for child in node:
        _flatten(child, pieces, spans)
        pieces.append(child.tail or "")
    if node.tag == "TIMEX3" and node.get("type") in ("DATE", "TIME"):
        spans.append((start, sum(map(len, pieces)), node.get("value", ""), node.get("type", "")))


def _iso_day(value: str) -> str | None:
    m = re.match(r"(\d{4})-?(\d{2})-?(\d{2})", value)
    return f"{m[1]}-{m[2]}-{m[3]}" if m else None


def normal_value(value: str, kind: str = "DATE") -> str:
    """A TIMEX3 value in one spelling: weeks of two figures, no hour for a DATE, no seconds for a TIME."""
    value = re.sub(r"-W(\d)(?!\d)", r"-W0\1", value.strip())
    if kind == "DATE":
        return value.split("T")[0] if not value.startswith("T") else value
    return re.sub(r"(T\d\d:\d\d):\d\d$", r"\1", re.sub(r"(T\d\d)$", r"\1:00", value))


def agrees(gold: str, value: str | None, kind: str = "DATE") -> bool:
    """Whether a value is the gold one, or fits one with open figures: `X` is any figure, a tail of X may be missing."""
    if value is None:
        return False
    gold, value = normal_value(gold, kind), normal_value(value, kind)
    if gold == value or "X" not in gold:
        return gold == value
    shortened = re.sub(r"(?:-?W?Q?X+)+$", "", gold)
    if value == shortened:
        return True
    return re.fullmatch(re.escape(gold).replace("X", r"\d"), value) is not None


_PARTS = {"morning": "TMO", "midday": "T12:00", "afternoon": "TAF", "evening": "TEV", "night": "TNI"}
_REFERENCES = {"vague_present": "PRESENT_REF", "vague_past": "PAST_REF", "vague_future": "FUTURE_REF"}


def timex_value(when: When, rule: str, clock: str | None = None) -> str | None:
    """The TIMEX3 value that says what an interval says, with the hour or part of the day; None where it is open."""
    if rule in _REFERENCES:
        return _REFERENCES[rule]
    if when.start is None or when.end is None:
        return None
    start, end = dt.date.fromisoformat(when.start[:10]), dt.date.fromisoformat(when.end[:10])
    if clock and (start == end or clock == "night"):
        return f"{start.isoformat()}{_PARTS.get(clock, 'T' + clock)}"
    if rule.endswith("season"):
        return f"{start.year}-{next(k for k, v in _SEASON_CODES.items() if v == start.month)}"
    if rule.endswith("quarter"):
        return f"{start.year}-Q{(start.month + 2) // 3}"
    if rule.endswith("half"):
        return f"{start.year}-H{1 if start.month < 7 else 2}"
    if rule.endswith(("decade", "century")):
        return f"{start.year // (10 if rule.endswith('decade') else 100)}"
    year, week, _ = start.isocalendar()
    if rule.endswith("weekend"):
        return f"{year}-W{week:02d}-WE"
    match when.precision:
        case DatePrecision.YEAR:
            return f"{start.year}"
        case DatePrecision.MONTH:
            return f"{start.year}-{start.month:02d}"
        case DatePrecision.WEEK:
            return f"{year}-W{week:02d}"
    return start.isoformat() if start == end else f"{start.isoformat()}/{end.isoformat()}"


@lru_cache(maxsize=4096)
def _found(text: str, published: str | None, effective: str | None, vague: bool) -> tuple[DateMention, ...]:
    return tuple(find_dates(text, published=published, effective=effective, vague=vague))


def _mention(item: Expression, *, vague: bool = False) -> DateMention | None:
    """The mention at the expression, read in its text, else after the few words before it, else in its words alone."""

    def read(first: int, last: int) -> DateMention | None:
        found = _found(item.text[first:last], item.published, item.effective, vague)
        start, end = item.start - first, item.end - first
        hits = [m for m in found if m.start < end and start < m.end and m.end - m.start <= end - start + 16]
        return max(hits, key=lambda m: min(m.end, end) - max(m.start, start), default=None)

    near = item.text.rfind(" ", 0, max(0, item.start - 16)) + 1
    return read(0, len(item.text)) or read(near, item.end) or read(item.start, item.end)


_RANGES = ("day_range", "weekday_range")


def _of_range(item: Expression, mention: DateMention, when: When) -> When:
    """The first or last day of a range, where the expression is but the words for that."""
    words = mention.end - mention.start
    if not mention.rule.endswith(_RANGES) or item.end - item.start > words * 2 // 3:
        return when
    bound = when.start if item.start + item.end < mention.start + mention.end else when.end
    return When(start=bound, end=bound, precision=DatePrecision.DAY, text=when.text)


def our_value(item: Expression) -> str | None:
    """What `find_dates` says of the expression as TIMEX3 value."""
    mention = _mention(item, vague=True)
    if mention is None:
        return None
    return timex_value(_of_range(item, mention, mention.core), mention.rule, mention.clock)


def baseline_value(dateparser: ModuleType) -> Callable[[Expression], str | None]:
    """What dateparser makes of the words, with dates taken as past and the day of publication as base."""

    @cache
    def parsed(words: str, base: dt.datetime) -> dt.datetime | None:
        got: dt.datetime | None = dateparser.parse(
            words,
            languages=["en"],
            settings={"PREFER_DATES_FROM": "past", "RELATIVE_BASE": base, "RETURN_TIME_AS_PERIOD": False},
        )
        return got

    def value(item: Expression) -> str | None:
        base = dt.datetime.fromisoformat(item.published) if item.published else dt.datetime(2000, 1, 1)
        got = parsed(item.words, base)
        if got is None:
            return None
        return got.isoformat(timespec="minutes") if item.kind == "TIME" else got.date().isoformat()

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


def _rows(path: Path) -> list[dict[str, Any]]:
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
    when = _of_range(item, mention, when)
    return f"{(when.start or '')[:10]}/{(when.end or '')[:10]}"


def _baseline_interval(value: Callable[[Expression], str | None]) -> Callable[[Expression], str | None]:
    def interval(item: Expression) -> str | None:
        day = value(item)
        return f"{day}/{day}" if day else None

    return interval


def _accuracy(
    items: list[Expression],
    value: Callable[[Expression], str | None],
    right_if: Callable[[Expression, str | None], bool],
) -> tuple[int, list[str]]:
    right, wrong = 0, []
    for item in items:
        got = value(item)
        if right_if(item, got):
            right += 1
        else:
            wrong.append(f"{item.words!r} in {item.where}, published {item.published}: {got}, gold {item.gold}")
    return right, wrong


def _same_value(item: Expression, value: str | None) -> bool:
    return agrees(item.gold, value, item.kind)


def _same_letters(item: Expression, value: str | None) -> bool:
    return value is not None and normal_value(item.gold, item.kind) == normal_value(value, item.kind)


def _same_interval(item: Expression, value: str | None) -> bool:
    return value == item.gold


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
    sets: list[tuple[str, list[Expression], Callable[[Expression, str | None], bool]]] = []
    if data is not None:
        every = list(timeml_expressions(data))
        sets += [
            ("TIMEX3 DATE and TIME", every, _same_value),
            ("TIMEX3 DATE and TIME, to the letter", every, _same_letters),
            ("TIMEX3 DATE", [e for e in every if e.kind == "DATE"], _same_value),
            ("TIMEX3 DATE, without now/past/future", [e for e in every if _is_dated(e)], _same_value),
            ("TIMEX3 TIME", [e for e in every if e.kind == "TIME"], _same_value),
        ]
    claims = [(folder.name, list(gold_expressions(folder))) for folder in corpus_folders()]
    claims.append(("all reports", [item for _, items in claims for item in items]))
    sets += [(name, items, _same_interval) for name, items in claims]
    for name, items, right_if in sets:
        if not items:
            continue
        is_claims = right_if is _same_interval
        right, wrong = _accuracy(items, our_interval if is_claims else our_value, right_if)
        other = "not installed"
        if base is not None:
            hits, _ = _accuracy(items, _baseline_interval(base) if is_claims else base, right_if)
            other = f"{hits / len(items):.3f}"
        table.add_row(name, str(len(items)), f"{right / len(items):.3f}", other)
        for line in wrong[:errors] if not rules else _common(wrong, errors):
            console.print(f"{name}: {line}", soft_wrap=True)
    console.print(table)


def _is_dated(item: Expression) -> bool:
    return item.kind == "DATE" and not item.gold.endswith("_REF")


def _common(wrong: list[str], limit: int) -> list[str]:
    counted = Counter(line.split(" in ")[0].lower() for line in wrong)
    return [f"{n} times {words}" for words, n in counted.most_common(limit)]


if __name__ == "__main__":
    main()
