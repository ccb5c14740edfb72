"""The trained tagger: mentions of a report, how likely two of them belong to one claim, and attributes of a claim.

The encoder runs window by window, one sequence a call on one thread, so that the same bytes come out in any order. What
it tells of a token is projected inside the graph; the few sums over mentions are taken here.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trucewatch.extract.roles import ATTRIBUTES, CATEGORIES, CLAIMANT_KINDS, FLAGS, ROLES, Mention, Role
from trucewatch.extract.sentences import Sentence, dateline_end
from trucewatch.extract.windows import Window, windows_of
from trucewatch.model import Category, ClaimantKind, Report

Floats = NDArray[np.float32]
Run = Callable[[Window], Mapping[str, Floats]]
"""A window to its token outputs, each with the window's length as first axis."""

INSIDE = 0.5
"""A token belongs to a mention where the tagger holds it likelier than this."""

FAINTLY = 0.3
"""Words of an act that the tagger holds this likely make one where no surer words of one touch them: what is told without a
word of violence ("emptied a magazine into the tents") seldom reaches more, and the score of the claim weighs it."""

BEGINS = 0.8
"""A mention is cut before a token that the tagger holds this likely to begin another."""


_ROWS = 8
"""Of so many mentions at a time the ties to all others are weighed."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Words that may be a mention, half-open offsets into the text."""

    role: Role
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Heads:
    """The parts of the network that work on mentions and not on tokens.

    Attributes:
        pair_roles: Bias of two roles: roles, roles, width.
        pair_distance: Bias of a distance: buckets, width.
        pair_edges: Lower edges of the buckets of distance in tokens.
        pair_weight: Output vector of the pair score.
        pair_bias: Its constant.
        pair_near: Bias of two roles and the number of sentences between: roles, roles, sentences.
        member_roles: Bias of a mention's role in a claim: roles, width.
        claim_weight: Output matrix of the attributes: outputs, width.
        claim_bias: Their constants.
    """

    pair_roles: Floats
    pair_distance: Floats
    pair_edges: Floats
    pair_weight: Floats
    pair_bias: Floats
    pair_near: Floats
    member_roles: Floats
    claim_weight: Floats
    claim_bias: Floats


@dataclass(slots=True)
class _Found:
    """A mention with its projections, means over its tokens."""

    mention: Mention
    position: int
    sentence: int
    left: Floats
    right: Floats
    match: Floats
    match_with: Floats
    act: Floats
    member: Floats
    category: Floats
    claimant_kind: Floats


@dataclass(frozen=True, slots=True)
class Attributes:
    """What the tagger holds of one claim: log-odds or logits, by the name of the attribute."""

    values: Mapping[str, Floats]
    flags: Mapping[str, float]


@dataclass(slots=True)
class Tagged:
    """Everything that the tagger says of one report."""

    heads: Heads
    mentions: list[Mention] = field(default_factory=list)
    pairs: dict[tuple[int, int], float] = field(default_factory=dict)
    """Sums over the windows that held both; of the few that several did, how many stands in `_windows`."""
    _windows: dict[tuple[int, int], int] = field(default_factory=dict)
    _found: list[_Found] = field(default_factory=list)
    _author: Floats | None = None
    _acts: list[tuple[int, int, float]] = field(default_factory=list)

    def span(self, i: int) -> tuple[int, int]:
        """Where a mention stands in the report's text."""
        mention = self.mentions[i]
        return mention.start, mention.end

    def words(self, i: int, text: str) -> str:
        """The words of a mention; `text` is the report's."""
        return text[slice(*self.span(i))]

    def pair(self, i: int, j: int) -> float | None:
        """Log-odds that one claim rests on both mentions, or null where no window held both."""
        key = (i, j) if i < j else (j, i)
        total = self.pairs.get(key)
        return None if total is None else total / self._windows.get(key, 1)

    def act_odds(self, spans: Sequence[tuple[int, int]]) -> float:
        """Log-odds that the likeliest token of some spans is a word of an act, for words that made no mention too."""
        inside = [p for start, end, p in self._acts if any(start < b and a < end for a, b in spans)]
        surest = max(inside, default=0.0)
        return float(np.log((surest + 1e-4) / (1 - surest + 1e-4)))

    def category(self, i: int) -> Category:
        """Which kind of people a mention tells of."""
        return CATEGORIES[int(np.argmax(self._found[i].category))]

    def claimant_kind(self, i: int) -> ClaimantKind:
        """What kind of claimant a mention is."""
        return CLAIMANT_KINDS[int(np.argmax(self._found[i].claimant_kind))]

    def author_kind(self) -> ClaimantKind:
        """What kind of claimant the report's author is, where it speaks for itself."""
        return ClaimantKind.OTHER if self._author is None else CLAIMANT_KINDS[int(np.argmax(self._author))]

    def attributes(self, acts: Sequence[int], others: Sequence[int]) -> Attributes:
        """Attributes of the claim that rests on these acts and other mentions."""
        z = _mean(np.array([self._found[i].act for i in acts]))
        if others:
            roles = [ROLES.index(self.mentions[i].role) for i in others]
            z = z + _mean(np.array([self._found[i].member for i in others]) + self.heads.member_roles[roles])
        out = self.heads.claim_weight @ np.maximum(z, 0) + self.heads.claim_bias
        values, at = {}, 0
        for name, options in ATTRIBUTES:
            values[name] = out[at : at + len(options)]
            at += len(options)
        return Attributes(values, {f: float(out[at + i]) for i, f in enumerate(FLAGS)})

    def add(self, window: Window, outputs: Mapping[str, Floats], text: str, proposals: Sequence[Proposal] = ()) -> None:
        """Take in what the network says of one window; windows come in order."""
        here: list[tuple[int, _Found]] = []
        if self._author is None:
            self._author = outputs["claimant_kind"][0]
        self._acts += act_tokens(window, outputs)
        before = len(self.mentions)
        shared = [i for i, old in enumerate(self.mentions) if old.end > window.starts[0]] if window.starts else []
        for found in _decode(window, outputs, text, proposals):
            number = self._number(found, window, (*shared, *range(before, len(self.mentions))))
            if number is not None:
                here.append((number, found))
        self._score(here)

    def _number(self, found: _Found, window: Window, known: Sequence[int]) -> int | None:
        """The number of a mention: its old one where an earlier window had it, a new one where it is new.

        `known` are those that this window may hold too.
        """
        m = found.mention
        if m.start < window.fresh:
            for i in known:
                old = self.mentions[i]
                if old.role is m.role and old.start < m.end and m.start < old.end:
                    return i
            return None
        self.mentions.append(m)
        self._found.append(found)
        return len(self.mentions) - 1

    def _score(self, here: list[tuple[int, _Found]]) -> None:
        if len(here) < 2:
            return
        h = self.heads
        roles = np.array([ROLES.index(f.mention.role) for _, f in here])
        position = np.array([f.position for _, f in here])
        left, right = np.stack([f.left for _, f in here]), np.stack([f.right for _, f in here])
        far = np.searchsorted(h.pair_edges[1:], np.abs(position[:, None] - position[None, :]), side="right")
        score = np.empty(far.shape, dtype=left.dtype)
        for at in range(0, len(here), _ROWS):  # the arrays of all pairs at once would not stay in a processor's cache
            rows = slice(at, at + _ROWS)
            z = left[rows, None] + right[None, :]
            z += h.pair_roles[roles[rows, None], roles[None, :]]
            z += h.pair_distance[far[rows]]
            score[rows] = np.maximum(z, 0, out=z) @ h.pair_weight
        score = score + h.pair_bias
        match, match_with = np.stack([f.match for _, f in here]), np.stack([f.match_with for _, f in here])
        score = score + match @ match_with.T / np.sqrt(match.shape[1])
        sentence = np.array([f.sentence for _, f in here])
        apart = np.minimum(np.abs(sentence[:, None] - sentence[None, :]), h.pair_near.shape[2] - 1)
        score = score + h.pair_near[roles[:, None], roles[None, :], apart]
        numbers = np.array([i for i, _ in here])
        ordered = numbers[:, None] < numbers[None, :]
        first, second = np.nonzero(ordered)
        values = ((score + score.T) / 2)[ordered].tolist()
        for pair, value in zip(
            zip(numbers[first].tolist(), numbers[second].tolist(), strict=True), values, strict=True
        ):
            before = self.pairs.get(pair)
            if before is None:
                self.pairs[pair] = value
            else:
                self.pairs[pair] = before + value
                self._windows[pair] = self._windows.get(pair, 1) + 1


def _mean(rows: Floats) -> Floats:
    """The mean of some rows."""
    total: Floats = np.add.reduce(rows, axis=0)
    return total / np.float32(len(rows))


def act_tokens(window: Window, outputs: Mapping[str, Floats]) -> Iterator[tuple[int, int, float]]:
    """Tokens of a window that may be words of an act, from one in a hundred upwards, with how likely that is."""
    first, size = window.first, len(window.starts)
    tags = outputs["tags"][first : first + size].reshape(size, len(ROLES), 3)[:, ROLES.index(Role.ACT)]
    shifted = np.exp(tags - tags.max(axis=1, keepdims=True))
    inside = 1 - shifted[:, 0] / shifted.sum(axis=1)
    for i in np.flatnonzero(inside >= 0.01):
        yield window.starts[i], window.ends[i], float(inside[i])


def _decode(
    window: Window, outputs: Mapping[str, Floats], text: str, proposals: Sequence[Proposal]
) -> Iterator[_Found]:
    """Mentions of a window, role by role: runs of tokens that are inside, cut where one begins, of whole words.

    Words that were proposed for a role are a mention of it too where no run touches them.
    """
    first, size = window.first, len(window.starts)
    tags = outputs["tags"][first : first + size].reshape(size, len(ROLES), 3)
    shifted = np.exp(tags - tags.max(axis=2, keepdims=True))
    chance = shifted / shifted.sum(axis=2, keepdims=True)
    inside = 1 - chance[:, :, 0]
    begins = chance[:, :, 1] >= BEGINS
    head = dateline_end(text)
    found: list[tuple[int, int, int]] = []
    for r, role in enumerate(ROLES):
        runs = list(_whole_words(window, text, head, _runs(inside[:, r] > INSIDE, begins[:, r])))
        if role is Role.ACT:
            faint = _whole_words(window, text, head, _runs(inside[:, r] > FAINTLY, begins[:, r]))
            runs += [(a, b) for a, b in faint if not any(x < b and a < y for x, y in runs)]
        runs += proposed_tokens(window, [(p.start, p.end) for p in proposals if p.role is role], runs)
        found += [(r, a, b) for a, b in runs]
    meant = _means(outputs, [(first + a, first + b) for _, a, b in found])
    for n, (r, a, b) in enumerate(found):
        yield _Found(
            Mention(ROLES[r], window.starts[a], window.ends[b - 1], float(inside[a:b, r].mean())),
            first + a,
            window.sentences[a],
            *(values[n] for values in meant),
        )


def _means(outputs: Mapping[str, Floats], spans: Sequence[tuple[int, int]]) -> list[Floats]:
    """The mean over each span of tokens of every output of `_MEANT`: spans, width."""
    if not spans:
        return []
    tokens = np.concatenate([np.arange(a, b) for a, b in spans])
    sizes = np.array([b - a for a, b in spans])
    begins = np.cumsum(sizes) - sizes
    sums = (np.add.reduceat(outputs[n][tokens], begins, axis=0, dtype=np.float64) for n in _MEANT)
    return [(total / sizes[:, None]).astype(np.float32) for total in sums]


def proposed_tokens(
    window: Window, spans: Sequence[tuple[int, int]], runs: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Token ranges of proposed spans that lie in the window and that no run touches."""
    out: list[tuple[int, int]] = []
    for start, end in spans:
        a, b = bisect_right(window.ends, start), bisect_left(window.starts, end)
        if a < b and window.starts[a] <= start and not any(x < b and a < y for x, y in (*runs, *out)):
            out.append((a, b))
    return out


def _whole_words(window: Window, text: str, head: int, runs: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Runs widened to whole words, without punctuation at their edges, joined where they then meet.

    None begins before `head`, in the dateline, and ends behind it ("May 9 - Four soldiers").
    """
    last: tuple[int, int] | None = None
    for a, b in runs:
        while a < b and window.starts[a] < head < window.ends[b - 1]:
            a += 1
        while a > 0 and window.ends[a - 1] == window.starts[a] and _joins(text, window.starts[a]):
            a -= 1
        while b < len(window.starts) and window.ends[b - 1] == window.starts[b] and _joins(text, window.starts[b]):
            b += 1
        while b > a and not text[window.starts[b - 1]].isalnum() and text[window.starts[b - 1]] not in ')]%"”':
            b -= 1
        while a < b and not text[window.starts[a]].isalnum() and text[window.starts[a]] not in '(["“':
            a += 1
        while b > a and _word(window, text, b - 1) in _NO_END:
            b -= 1
        while a < b and _word(window, text, a) in _NO_BEGINNING:
            a += 1
        if a >= b:
            continue
        if last is not None and a < last[1]:
            last = (last[0], max(b, last[1]))
            continue
        if last is not None:
            yield last
        last = (a, b)
    if last is not None:
        yield last


def _word(window: Window, text: str, i: int) -> str | None:
    """The word that a token is, or null where it is a part of one."""
    start, end = window.starts[i], window.ends[i]
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    return None if before.isalnum() or after.isalnum() else text[start:end].lower()


def _joins(text: str, at: int) -> bool:
    """Whether the characters on both sides of an offset belong to one word ("al-Bab", "Nahayo's" apart)."""
    before, after = text[at - 1], text[at]
    if before.isalnum() and after.isalnum():
        return True
    return (before in _INNER and after.isalnum() and at >= 2 and text[at - 2].isalnum()) or (
        after in _INNER and before.isalnum() and at + 1 < len(text) and text[at + 1].isalnum()
    )


_INNER = frozenset("-'’")
_NO_END = frozenset(["of", "the", "a", "an", "and", "or", "in", "at", "to", "by", "for", "with", "from", "on", "near"])
_NO_BEGINNING = frozenset(["and", "or", "but", "that", "who", "which"])


def _runs(inside: NDArray[np.bool_], begins: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Stretches of tokens that are inside, cut before each that begins another."""
    start = last = -1
    for i in np.flatnonzero(inside).tolist():
        if start < 0 or i > last + 1 or begins[i]:
            if start >= 0:
                yield start, last + 1
            start = i
        last = i
    if start >= 0:
        yield start, last + 1


class Tagger:
    """A network and its heads."""

    def __init__(self, run: Run, heads: Heads) -> None:
        self._run = run
        self._heads = heads

    def tag(
        self, report: Report, proposals: Sequence[Proposal] = (), sentences: Sequence[Sentence] | None = None
    ) -> Tagged:
        """Everything the network says of a report.

        Args:
            report: The report.
            proposals: Words that other finders hold for a date, a place, a figure or a claimant; the network says
                to which act they belong, if to any.
            sentences: Those of the report, where they are known already.
        """
        tagged = Tagged(self._heads)
        for window in windows_of(report, sentences):
            tagged.add(window, self._run(window), report.text, proposals)
        return tagged


TOKEN_OUTPUTS: tuple[str, ...] = (
    *("tags", "left", "right", "match", "match_with"),
    *("act", "member", "category", "claimant_kind"),
)
"""Outputs of the graph by token, in order; behind them stand the fields of `Heads`."""

_MEANT = TOKEN_OUTPUTS[1:]
"""Those of which a mention has the mean over its tokens."""

HEAD_OUTPUTS: tuple[str, ...] = tuple(Heads.__dataclass_fields__)


def session_options() -> Any:
    """How the network is run: on one thread, in order, its packed weights unfolded once."""
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.execution_mode = ort.ExecutionMode.ORT_SEQUENTIAL
    options.log_severity_level = 3
    options.add_session_config_entry("session.disable_quant_qdq", "1")
    return options


class Network:
    """An exported graph on one thread, one sequence a call."""

    def __init__(self, path: Path) -> None:
        import onnxruntime as ort

        self._session = ort.InferenceSession(str(path), session_options(), providers=["CPUExecutionProvider"])
        self.heads = Heads(*self._session.run(list(HEAD_OUTPUTS), _feed((101, 102), (0, 0))))

    def run(self, ids: Sequence[int], types: Sequence[int]) -> Mapping[str, Floats]:
        """Outputs by token."""
        found = self._session.run(list(TOKEN_OUTPUTS), _feed(ids, types))
        return {name: value[0] for name, value in zip(TOKEN_OUTPUTS, found, strict=True)}

    def of_window(self, window: Window) -> Mapping[str, Floats]:
        """The same of a window."""
        return self.run(window.ids, window.types)

    def tagger(self) -> Tagger:
        """The tagger on this network."""
        return Tagger(self.of_window, self.heads)


@cache
def load_tagger() -> Tagger:
    """The network that ships with the package."""
    with as_file(files("trucewatch.extract").joinpath("data", "extractor.onnx")) as path:
        return Network(path).tagger()


def _feed(ids: Sequence[int], types: Sequence[int]) -> dict[str, Any]:
    return {"ids": np.array([ids], dtype=np.int64), "types": np.array([types], dtype=np.int64)}
