"""The trained tagger: mentions of a report, how likely two of them belong to one claim, and attributes of a claim.

The encoder runs window by window, one sequence a call on one thread, so that the same bytes come out in any order. What
it tells of a token is projected inside the graph; the few sums over mentions are taken here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trucewatch.extract.roles import ATTRIBUTES, CATEGORIES, CLAIMANT_KINDS, FLAGS, ROLES, Mention
from trucewatch.extract.windows import Window, windows_of
from trucewatch.model import Category, ClaimantKind, Report

Floats = NDArray[np.float32]
Run = Callable[[Window], Mapping[str, Floats]]
"""A window to its token outputs, each with the window's length as first axis."""

INSIDE = 0.5
"""A token belongs to a mention where the tagger holds it likelier than this."""


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
    pairs: dict[tuple[int, int], list[float]] = field(default_factory=dict)
    _found: list[_Found] = field(default_factory=list)
    _author: Floats | None = None

    def pair(self, i: int, j: int) -> float | None:
        """Log-odds that one claim rests on both mentions, or null where no window held both."""
        seen = self.pairs.get((min(i, j), max(i, j)))
        return sum(seen) / len(seen) if seen else None

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
        z = np.mean([self._found[i].act for i in acts], axis=0)
        if others:
            roles = [ROLES.index(self.mentions[i].role) for i in others]
            z = z + np.mean([self._found[i].member for i in others] + self.heads.member_roles[roles], axis=0)
        out = self.heads.claim_weight @ np.maximum(z, 0) + self.heads.claim_bias
        values, at = {}, 0
        for name, options in ATTRIBUTES:
            values[name] = out[at : at + len(options)]
            at += len(options)
        return Attributes(values, {f: float(out[at + i]) for i, f in enumerate(FLAGS)})

    def add(self, window: Window, outputs: Mapping[str, Floats]) -> None:
        """Take in what the network says of one window; windows come in order."""
        here: list[tuple[int, _Found]] = []
        if self._author is None:
            self._author = outputs["claimant_kind"][0]
        for found in _decode(window, outputs):
            number = self._number(found, window)
            if number is not None:
                here.append((number, found))
        self._score(here)

    def _number(self, found: _Found, window: Window) -> int | None:
        """The number of a mention: its old one where an earlier window had it, a new one where it is new."""
        m = found.mention
        if m.start < window.fresh:
            for i, old in enumerate(self.mentions):
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
        z = left[:, None] + right[None, :] + h.pair_roles[roles[:, None], roles[None, :]] + h.pair_distance[far]
        score = np.maximum(z, 0) @ h.pair_weight + h.pair_bias
        match, match_with = np.stack([f.match for _, f in here]), np.stack([f.match_with for _, f in here])
        score = score + match @ match_with.T / np.sqrt(match.shape[1])
        sentence = np.array([f.sentence for _, f in here])
        apart = np.minimum(np.abs(sentence[:, None] - sentence[None, :]), h.pair_near.shape[2] - 1)
        score = score + h.pair_near[roles[:, None], roles[None, :], apart]
        score = (score + score.T) / 2
        for a, (i, _) in enumerate(here):
            for b, (j, _) in enumerate(here):
                if i < j:
                    self.pairs.setdefault((i, j), []).append(float(score[a, b]))


def _decode(window: Window, outputs: Mapping[str, Floats]) -> Iterator[_Found]:
    """Mentions of a window, role by role: runs of tokens that are inside, cut where one begins."""
    first, size = window.first, len(window.starts)
    tags = outputs["tags"][first : first + size].reshape(size, len(ROLES), 3)
    shifted = np.exp(tags - tags.max(axis=2, keepdims=True))
    chance = shifted / shifted.sum(axis=2, keepdims=True)
    inside = 1 - chance[:, :, 0]
    begins = chance[:, :, 1] >= chance[:, :, 2]
    for r, role in enumerate(ROLES):
        for a, b in _runs(inside[:, r] > INSIDE, begins[:, r]):
            span = slice(first + a, first + b)
            yield _Found(
                Mention(role, window.starts[a], window.ends[b - 1], float(inside[a:b, r].mean())),
                first + a,
                window.sentences[a],
                *(outputs[n][span].mean(axis=0) for n in TOKEN_OUTPUTS[1:]),
            )


def _runs(inside: NDArray[np.bool_], begins: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for i, (is_in, is_first) in enumerate(zip(inside, begins, strict=True)):
        if start is not None and (not is_in or is_first):
            yield start, i
            start = None
        if is_in and start is None:
            start = i
    if start is not None:
        yield start, len(inside)


class Tagger:
    """A network and its heads."""

    def __init__(self, run: Run, heads: Heads) -> None:
        self._run = run
        self._heads = heads

    def tag(self, report: Report) -> Tagged:
        """Everything the network says of a report."""
        tagged = Tagged(self._heads)
        for window in windows_of(report):
            tagged.add(window, self._run(window))
        return tagged


TOKEN_OUTPUTS: tuple[str, ...] = (
    *("tags", "left", "right", "match", "match_with"),
    *("act", "member", "category", "claimant_kind"),
)
"""Outputs of the graph by token, in order; behind them stand the fields of `Heads`."""

HEAD_OUTPUTS: tuple[str, ...] = tuple(Heads.__dataclass_fields__)


@cache
def load_tagger() -> Tagger:
    """The network that ships with the package, on one thread."""
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.execution_mode = ort.ExecutionMode.ORT_SEQUENTIAL
    options.log_severity_level = 3
    with as_file(files("trucewatch.extract").joinpath("data", "extractor.onnx")) as path:
        session = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    constants = session.run(list(HEAD_OUTPUTS), _feed((101, 102), (0, 0)))
    heads = Heads(*constants)

    def run(window: Window) -> Mapping[str, Floats]:
        found = session.run(list(TOKEN_OUTPUTS), _feed(window.ids, window.types))
        return {name: value[0] for name, value in zip(TOKEN_OUTPUTS, found, strict=True)}

    return Tagger(run, heads)


def _feed(ids: Sequence[int], types: Sequence[int]) -> dict[str, Any]:
    return {"ids": np.array([ids], dtype=np.int64), "types": np.array([types], dtype=np.int64)}
