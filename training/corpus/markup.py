"""Reading the inline markup: a file of reports becomes plain texts, marked spans, and claim lines.

The format stands in training/README.md. What the marks mean is worked out in `shorthand`; here are only the letters and
where they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from evaluation.authoring.quotes import Words, layout_text
from evaluation.authoring.source import Problems, Wrong

from trucewatch.model import Evidence

ROLES = {
    "k": "kind",
    "t": "when",
    "w": "where",
    "p": "perpetrator",
    "v": "targets",
    "d": "killed",
    "i": "injured",
    "m": "missing",
    "x": "captured",
    "n": "acts",
    "g": "weapon",
    "c": "claimants",
    "s": "victims",
}
"""The letter that opens a mark, and the field it stands for."""

HEADER_KEYS = frozenset(["source", "title", "author", "allow", "layout", "lang"])
QUIET = frozenset(["quiet", "quiet-hard"])
_HEAD = re.compile(r"=== (?P<id>\S+) (?P<date>\S+) (?P<forms>[a-z_,]+)(?: (?P<quiet>\S+))?")
_IDS = re.compile(rf"(?P<ids>[{''.join(ROLES)}]\d*(?:/[{''.join(ROLES)}]\d*)*) ")
_CLAIM = re.compile(r"(?P<key>\*|[a-z]\d?)(?: < (?P<like>[a-z]\d?))?(?: #(?P<label>[\w.-]+))?:(?: (?P<rest>.*))?")


@dataclass(frozen=True, slots=True)
class Mark:
    """One marked span: half-open offsets into the text or the title, and what stands in its braces."""

    id: str
    start: int
    end: int
    words: str
    in_title: bool
    value: str | None

    @property
    def role(self) -> str:
        """The letter that the id begins with."""
        return self.id[0]


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One line below a report: its key, the claim it starts from, its label and its tokens."""

    key: str
    like: str | None
    label: str | None
    tokens: tuple[str, ...]
    where: str


@dataclass(frozen=True, slots=True)
class MarkedReport:
    """One report as written: header, plain title and text, marks by id, claim lines."""

    id: str
    published: str | None
    forms: tuple[str, ...]
    quiet: str | None
    header: Mapping[str, str]
    title: str | None
    text: str
    marks: Mapping[str, Mark]
    lines: tuple[ClaimLine, ...]
    where: str


@dataclass(frozen=True, slots=True)
class MarkedWords(Words):
    """Title and body of a report, where `@k1` finds the span marked k1."""

    marks: Mapping[str, Mark]

    def find(self, field: str, quote: Any) -> Evidence:
        """Evidence for a mark; only marks are quoted here."""
        if not isinstance(quote, str) or not quote.startswith("@"):
            raise Wrong(f"{field}: want a mark, got {quote!r}")
        mark = self.marks[quote[1:]]
        name = f"title:{field}" if mark.in_title else field
        return Evidence(field=name, start=mark.start, end=mark.end, quote=mark.words)


def parse_file(name: str, content: str, problems: Problems) -> Iterator[MarkedReport]:
    """The reports of one file; a report with a mistake is told in `problems` and left out."""
    block: list[str] = []
    start = 0
    for number, line in enumerate([*content.splitlines(), "=== end"], 1):
        if not line.startswith("==="):
            block.append(line)
            continue
        if start:
            with problems.at(f"{name}:{start}"):
                yield _report(name, start, block, problems)
        elif any(x.strip() and not x.startswith("%") for x in block):
            problems.add(f"{name}:1", "text before the first line of '=== id date form'")
        block, start = [line], number


def _report(name: str, start: int, block: list[str], problems: Problems) -> MarkedReport:
    head = _HEAD.fullmatch(block[0])
    if head is None:
        raise Wrong("want '=== id date form[,form] [quiet|quiet-hard]', with ? for no date")
    if head["quiet"] is not None and head["quiet"] not in QUIET:
        raise Wrong(f"'{head['quiet']}' is neither quiet nor quiet-hard")
    header: dict[str, str] = {}
    at = 1
    while at < len(block) and block[at].strip():
        key, _, value = block[at].partition(": ")
        if key not in HEADER_KEYS or not value:
            raise Wrong(f"line {start + at}: want one of {sorted(HEADER_KEYS)} with a value, then an empty line")
        header[key] = value.strip()
        at += 1
    rest = block[at:]
    cut = next((i for i, line in enumerate(rest) if line.rstrip() == "---"), None)
    if cut is None:
        raise Wrong("no line of --- between the text and the claims")
    raw = "\n".join(rest[:cut])
    marks: dict[str, Mark] = {}
    title = None
    if "title" in header:
        title = _unmark(layout_text(header["title"], "keep"), True, marks, lambda _: "title")
    text = _unmark(
        layout_text(raw, header.get("layout", "wrap")), False, marks, lambda words: f"line {_line(words, block, start)}"
    )
    if not text:
        raise Wrong("no text")
    return MarkedReport(
        id=head["id"],
        published=None if head["date"] == "?" else head["date"],
        forms=tuple(head["forms"].split(",")),
        quiet=head["quiet"],
        header=header,
        title=title,
        text=text,
        marks=marks,
        lines=tuple(claim_lines(name, start + at + cut + 1, rest[cut + 1 :], problems)),
        where=f"{name}:{start}: {head['id']}",
    )


def _line(words: str, block: list[str], start: int) -> int:
    """The line of the file where a mark opens, by its first letters; the report's first line where it is not found."""
    return next((start + i for i, line in enumerate(block) if words in line), start)


def _unmark(marked: str, in_title: bool, marks: dict[str, Mark], spot: Any) -> str:
    r"""The words without marks; fills `marks`. `\[`, `\]` and `\{` are the characters themselves."""
    out: list[str] = []
    length = at = 0
    open_marks: list[tuple[list[str], int, str]] = []

    def put(words: str) -> None:
        nonlocal length
        out.append(words)
        length += len(words)

    while at < len(marked):
        char = marked[at]
        if char == "\\" and marked[at + 1 : at + 2] in set("[]{}"):
            put(marked[at + 1])
            at += 2
        elif char == "[":
            ids = _IDS.match(marked, at + 1)
            opening = marked[at : at + 12]
            if ids is None:
                raise Wrong(f"{spot(opening)}: '{opening}' opens no mark; write \\[ for a bracket")
            open_marks.append((ids["ids"].split("/"), length, ids["ids"]))
            at = ids.end()
        elif char == "]":
            if not open_marks:
                raise Wrong(f"{spot('')}: ] without [ before '{marked[at : at + 20]}'; write \\] for a bracket")
            names, begin, opening = open_marks.pop()
            at, values = _values(marked, at + 1, names, spot(f"[{opening} "))
            words = "".join(out)[begin:]
            if not words or words != words.strip():
                raise Wrong(f"{spot(f'[{opening} ')}: [{opening}: blank at the edge of '{words}'")
            for name, value in zip(names, values, strict=True):
                if name in marks:
                    raise Wrong(f"{spot(f'[{opening} ')}: {name} marks two spans")
                marks[name] = Mark(name, begin, length, words, in_title, value)
        else:
            put(char)
            at += 1
    if open_marks:
        raise Wrong(f"{spot(f'[{open_marks[-1][2]} ')}: [{open_marks[-1][2]} is not closed")
    return "".join(out)


def _values(marked: str, at: int, names: list[str], spot: str) -> tuple[int, list[str | None]]:
    """What the braces after a mark hold, one value an id, and where reading goes on."""
    if marked[at : at + 1] != "{":
        return at, [None] * len(names)
    end = marked.find("}", at)
    if end < 0:
        raise Wrong(f"{spot}: {{ is not closed")
    return end + 1, split_values(marked[at + 1 : end], names, spot)


def split_values(inside: str | None, names: list[str], spot: str) -> list[str | None]:
    """The values between braces, one an id; nothing where there are no braces."""
    if inside is None:
        return [None] * len(names)
    parts = inside.split("/") if len(names) > 1 else [inside]
    values = [v.strip() or None for v in parts]
    if len(values) != len(names):
        raise Wrong(f"{spot}: {len(names)} ids, but {len(values)} values in {{{inside}}}")
    return values


def claim_lines(name: str, first: int, lines: list[str], problems: Problems) -> Iterator[ClaimLine]:
    """The claim lines; a line that begins with a blank goes on with the one before, % opens a comment."""
    joined: list[tuple[int, str]] = []
    for number, line in enumerate(lines, first):
        if not line.strip() or line.startswith("%"):
            continue
        if line[0] == " " and joined:
            joined[-1] = (joined[-1][0], f"{joined[-1][1]} {line.strip()}")
        else:
            joined.append((number, line.rstrip()))
    for number, line in joined:
        match = _CLAIM.fullmatch(line)
        if match is None:
            problems.add(f"{name}:{number}", f"'{line[:40]}': want 'key [< key] [#label]: tokens'")
            continue
        yield ClaimLine(
            match["key"],
            match["like"],
            match["label"],
            tuple((match["rest"] or "").split()),
            f"{name}:{number}: claim {match['key']}",
        )
