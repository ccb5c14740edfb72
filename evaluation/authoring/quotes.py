"""Finding the words that a value rests on, and reading the short forms for figures and dates."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from evaluation.authoring.source import Wrong
from trucewatch.model import Count, Evidence, When

TITLE = "title::"
_NTH = re.compile(r"^(?P<words>.*)\|\|(?P<n>\d+)$", re.DOTALL)
_FIGURE = re.compile(r"(?P<about>~?)(?:(?P<low>\d+)(?P<open>\+)?(?:-(?P<high>\d+))?|\.\.(?P<most>\d+))")


def layout_text(text: str, layout: str) -> str:
    """The body as stored: NFC; with layout `wrap` the lines of a paragraph are joined, with `keep` lines stay."""
    text = unicodedata.normalize("NFC", text).strip("\n").replace("\r\n", "\n")
    if layout == "keep":
        return "\n".join(line.rstrip() for line in text.split("\n"))
    if layout != "wrap":
        raise Wrong(f"layout: '{layout}' is neither wrap nor keep")
    paragraphs = re.split(r"\n[ \t]*\n+", text)
    return "\n\n".join(" ".join(line.strip() for line in p.split("\n")).strip() for p in paragraphs)


@dataclass(frozen=True, slots=True)
class Words:
    """Title and body of a report, to find quotes in."""

    title: str | None
    text: str

    def find(self, field: str, quote: Any) -> Evidence:
        """Evidence for `quote`, written as `words`, `words||2` for the second occurrence, or `title::words`."""
        if not isinstance(quote, str) or not quote.strip():
            raise Wrong(f"{field}: want words of the report, got {quote!r}")
        words = unicodedata.normalize("NFC", quote)
        in_title = words.startswith(TITLE)
        words = words.removeprefix(TITLE)
        nth = None
        if match := _NTH.match(words):
            words, nth = match["words"], int(match["n"])
        if words != words.strip():
            raise Wrong(f"{field}: blank at the edge of '{words}'")
        starts = occurrences(words, (self.title or "") if in_title else self.text)
        if not starts:
            raise Wrong(f"{field}: '{words}' does not stand in the {'title' if in_title else 'text'}")
        if nth is None and len(starts) > 1:
            raise Wrong(f"{field}: '{words}' stands there {len(starts)} times; say which with ||1, ||2, ...")
        if nth is not None and not 1 <= nth <= len(starts):
            raise Wrong(f"{field}: '{words}' has {len(starts)} occurrences, not {nth}")
        start = starts[(nth or 1) - 1]
        return Evidence(field=f"title:{field}" if in_title else field, start=start, end=start + len(words), quote=words)


def occurrences(words: str, text: str) -> list[int]:
    """Where `words` stand in `text` as whole words (`one` is not found in `someone`)."""
    out = []
    at = text.find(words)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(words) : at + len(words) + 1]
        cut = ((before + words[0]).isalnum() and before != "") or ((words[-1] + after).isalnum() and after != "")
        if not cut:
            out.append(at)
        at = text.find(words, at + 1)
    return out


def bounds(figure: Any) -> tuple[int | None, int | None, bool]:
    """Low, high and whether approximate, of `3`, `3+` (at least), `3-5`, `..50` (at most), each with `~` before it."""
    match = _FIGURE.fullmatch(str(figure))
    if match is None or isinstance(figure, bool):
        raise Wrong(f"figure '{figure}': want 3, 3+, 3-5, ..50 or one of these after ~")
    about = bool(match["about"])
    if match["most"] is not None:
        return None, int(match["most"]), about
    low = int(match["low"])
    if match["open"]:
        if match["high"]:
            raise Wrong(f"figure '{figure}': + and a high")
        return low, None, about
    high = int(match["high"]) if match["high"] else low
    if high < low:
        raise Wrong(f"figure '{figure}': low above high")
    return low, high, about


def count(field: str, value: Any, words: Words) -> tuple[Count, list[Evidence]]:
    """A count from `[figure, quote, ...]`; two quotes or more are our sum of stated parts.

    A mapping `{figure, q, unconfirmed, stated}` sets the flags apart.
    """
    if isinstance(value, dict):
        if extra := set(value) - {"figure", "q", "unconfirmed", "stated"}:
            raise Wrong(f"{field}: unknown key {sorted(extra)}")
        quotes = value.get("q")
        quotes = quotes if isinstance(quotes, list) else [quotes]
        figure, flags = value.get("figure"), value
    elif isinstance(value, list) and len(value) > 1:
        figure, quotes, flags = value[0], value[1:], {}
    else:
        raise Wrong(f"{field}: want [figure, quote], got {value!r}")
    low, high, about = bounds(figure)
    evidence = [words.find(field, q) for q in quotes]
    text = " + ".join(e.quote for e in evidence)
    return (
        Count(
            low=low,
            high=high,
            approximate=about,
            unconfirmed=bool(flags.get("unconfirmed", "unconfirmed" in text.lower())),
            stated=bool(flags.get("stated", len(evidence) == 1)),
            text=text,
        ),
        evidence,
    )


def when(value: Any, scope: str, words: Words) -> tuple[When, list[Evidence]]:
    """A time from `DATE` or `[DATE, quote]`; DATE is one day, `start/end precision`, or `?` where words give none.

    `2022-11` and `2022` stand for a month and a year; a toll's precision is `period`.
    """
    parts = value if isinstance(value, list) else [value]
    if len(parts) > 2:
        raise Wrong("when: want [date, quote]")
    start, end, precision = (
        (None, None, "period" if scope == "toll" else "day") if parts[0] == "?" else interval(str(parts[0]), scope)
    )
    evidence = [words.find("when", q) for q in parts[1:] if q is not None]
    return (
        When.model_validate(
            {"start": start, "end": end, "precision": precision, "text": evidence[0].quote if evidence else None}
        ),
        evidence,
    )


def interval(text: str, scope: str) -> tuple[str, str, str]:
    """Start, end and precision of the short form of a date."""
    dates, _, precision = text.partition(" ")
    start, slash, end = dates.partition("/")
    guess = "days"
    if re.fullmatch(r"\d{4}", start) and not slash:
        start, end, guess = f"{start}-01-01", f"{start}-12-31", "year"
    elif re.fullmatch(r"\d{4}-\d{2}", start) and not slash:
        year, month = map(int, start.split("-"))
        if not 1 <= month <= 12:
            raise Wrong(f"when: '{start}' is no month")
        start, end, guess = f"{start}-01", f"{start}-{calendar.monthrange(year, month)[1]:02}", "month"
    elif not slash:
        end, guess = start, "day"
    for moment in (start, end):
        try:
            dt.datetime.fromisoformat(moment)
        except ValueError as error:
            raise Wrong(f"when: '{moment}': {error}") from error
    if start > end:
        raise Wrong(f"when: {start} is after {end}")
    return start, end, precision or ("period" if scope == "toll" else guess)
