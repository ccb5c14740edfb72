"""A report as token windows of bounded length: outlet and headline before each, cut at sentences, sharing a few.

Training and run time read reports through this one module, so that both see the same windows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from trucewatch.extract.roles import OVERLAP_TOKENS, PREFIX_TOKENS, WINDOW_TOKENS
from trucewatch.extract.sentences import Sentence, split_sentences
from trucewatch.model import Report

if TYPE_CHECKING:
    from tokenizers import Tokenizer


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a report as the encoder reads it.

    Attributes:
        ids: Token ids with the special tokens and the prefix.
        types: 0 for the prefix, 1 for the text, as many as ids.
        first: Index of the first token of the text.
        starts: For each token of the text, its first code point in the report's text.
        ends: For each token of the text, one past its last code point.
        sentences: For each token of the text, the number of its sentence in the report.
        fresh: Offset in the report's text up to which an earlier window has spoken already.
    """

    ids: tuple[int, ...]
    types: tuple[int, ...]
    first: int
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    sentences: tuple[int, ...]
    fresh: int


@cache
def load_tokenizer() -> Tokenizer:
    """The word-piece tokenizer that ships with the model; it lowers case and drops accents."""
    from tokenizers import Tokenizer

    path = files("trucewatch.extract").joinpath("data", "tokenizer.json")
    tokenizer = Tokenizer.from_str(path.read_text(encoding="utf-8"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def special_tokens() -> tuple[int, int]:
    """The ids that open a sequence and end each of its parts."""
    tokenizer = load_tokenizer()
    return int(tokenizer.token_to_id("[CLS]") or 0), int(tokenizer.token_to_id("[SEP]") or 0)


def windows_of(report: Report, sentences: Sequence[Sentence] | None = None) -> Iterator[Window]:
    """The windows of a report, in order; nothing for a text without tokens. `sentences` are its own, if known already."""
    tokenizer = load_tokenizer()
    cls, sep = special_tokens()
    head = ". ".join(x for x in (report.source, report.title) if x)
    prefix = [cls, *tokenizer.encode(head[:400], add_special_tokens=False).ids[:PREFIX_TOKENS], sep]
    body = tokenizer.encode(report.text, add_special_tokens=False)
    ids, offsets = body.ids, body.offsets  # each is made anew whenever it is asked for
    if not ids:
        return
    room = WINDOW_TOKENS - len(prefix) - 1
    ranges = _sentence_tokens(split_sentences(report.text) if sentences is None else sentences, offsets)
    numbers = [n for n, (a, b) in enumerate(ranges) for _ in range(a, b)]
    for a, b, fresh in _cuts(ranges, room):
        yield Window(
            ids=(*prefix, *ids[a:b], sep),
            types=(0,) * len(prefix) + (1,) * (b - a + 1),
            first=len(prefix),
            starts=tuple(s for s, _ in offsets[a:b]),
            ends=tuple(e for _, e in offsets[a:b]),
            sentences=tuple(numbers[a:b]),
            fresh=offsets[fresh][0] if fresh else 0,
        )


def _sentence_tokens(sentences: Sequence[Sentence], offsets: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Token ranges of the sentences; they cover all tokens."""
    cuts = [0]
    at = 0
    for s in sentences[1:]:
        while at < len(offsets) and offsets[at][0] < s.start:
            at += 1
        if at > cuts[-1]:
            cuts.append(at)
    return [(a, b) for a, b in zip(cuts, [*cuts[1:], len(offsets)], strict=True) if a < b]


def _cuts(sentences: list[tuple[int, int]], room: int) -> Iterator[tuple[int, int, int]]:
    """Token ranges of windows, with the token from which each is the first to speak."""
    pieces = [(i, min(i + room, b)) for a, b in sentences for i in range(a, b, room)]  # a sentence may be endless
    first = 0
    fresh = 0
    while first < len(pieces):
        last = first
        while last + 1 < len(pieces) and pieces[last + 1][1] - pieces[first][0] <= room:
            last += 1
        yield pieces[first][0], pieces[last][1], fresh
        if last + 1 == len(pieces):
            return
        fresh = pieces[last][1]
        after = last + 1
        first = after
        # Step back over whole sentences, but always end later than before.
        while (
            first - 1 > 0
            and fresh - pieces[first - 1][0] <= OVERLAP_TOKENS
            and pieces[after][1] - pieces[first - 1][0] <= room
        ):
            first -= 1
