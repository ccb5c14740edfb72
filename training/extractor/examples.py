"""Reports with gold claims as what the network learns: mentions, which of them share a claim, attributes of claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trucewatch.extract.roles import ATTRIBUTES, CATEGORIES, CLAIMANT_KINDS, EFFECT_OF_ROLE, FLAGS, ROLES, Role
from trucewatch.extract.tagger import Proposal, proposed_tokens
from trucewatch.extract.windows import Window, windows_of
from trucewatch.model import Claim, Report

_ROLE_OF_FIELD = {r.value: r for r in ROLES}
IGNORED = -100
"""A label that no loss counts."""


@dataclass(frozen=True, slots=True)
class GoldMention:
    """A mention of gold claims, with the numbers of the claims that rest on it."""

    role: int
    start: int
    end: int
    claims: frozenset[int]
    category: int
    claimant_kind: int


@dataclass(frozen=True, slots=True)
class Example:
    """One window with its labels.

    Attributes:
        window: The tokens.
        tags: Per token of the text and role: 0 outside, 1 begins, 2 goes on.
        mentions: Role, first token, token past the last (indices into the whole window), per mention.
        category: Per mention its category of people, or IGNORED.
        claimant_kind: Per mention its kind of claimant, or IGNORED.
        shared: Per pair of mentions whether a claim rests on both.
        members: Per claim its mentions, those of acts first.
        attributes: Per claim the index of each attribute's value, then the flags.
        author: The kind of claimant that the report's author is, or IGNORED where it speaks for nobody.
        proposed: Mentions that the finders propose where gold has none of that role; no claim rests on them.
    """

    window: Window
    tags: NDArray[np.int64]
    mentions: NDArray[np.int64]
    category: NDArray[np.int64]
    claimant_kind: NDArray[np.int64]
    shared: NDArray[np.bool_]
    members: tuple[tuple[int, ...], ...]
    attributes: NDArray[np.int64]
    author: int
    proposed: NDArray[np.int64]


def gold_mentions(claims: Sequence[Claim]) -> list[GoldMention]:
    """Every stretch of the body that a claim rests on, once for each role."""
    spans: dict[tuple[int, int, int], set[int]] = {}
    category: dict[tuple[int, int, int], int] = {}
    kinds: dict[tuple[int, int, int], int] = {}
    for number, claim in enumerate(claims):
        for e in claim.evidence:
            if e.field.startswith("title:"):
                continue
            base, _, rest = e.field.partition("[")
            role = _ROLE_OF_FIELD.get(base)
            if role is None or (role is Role.VICTIM and not _is_name(claim, e.quote)):
                continue
            key = (ROLES.index(role), e.start, e.end)
            spans.setdefault(key, set()).add(number)
            index = int(rest[:-1]) if rest else 0
            if role is Role.TARGET:
                category[key] = CATEGORIES.index(claim.targets[index].category)
            elif role in EFFECT_OF_ROLE:
                rows = [v for v in claim.victims if v.effect is EFFECT_OF_ROLE[role]]
                if len({v.category for v in rows}) == 1:
                    category[key] = CATEGORIES.index(rows[0].category)
            elif role is Role.CLAIMANT:
                kinds[key] = CLAIMANT_KINDS.index(claim.claimants[index].kind)
            elif role is Role.DENIER:
                kinds[key] = CLAIMANT_KINDS.index(claim.denied_by[index].kind)
    return [
        GoldMention(*key, frozenset(claims_), category.get(key, IGNORED), kinds.get(key, IGNORED))
        for key, claims_ in sorted(spans.items(), key=lambda kv: (kv[0][1], kv[0][2], kv[0][0]))
    ]


def _is_name(claim: Claim, quote: str) -> bool:
    return any(quote in v.names for v in claim.victims)


def attribute_values(claim: Claim) -> list[int]:
    """The index of each attribute's value, then the flags; a cause is told only where there are victims."""
    values: list[int] = []
    for name, options in ATTRIBUTES:
        if name == "cause":
            causes = {v.cause for v in claim.victims}
            values.append(options.index(causes.pop()) if len(causes) == 1 else IGNORED)
        elif name == "confidence":
            values.append(options.index(claim.perpetrator.confidence))
        else:
            values.append(options.index(getattr(claim, name)))
    own = any(c.via == "self" for c in claim.claimants)
    return [*values, *(int(own if flag == "own" else getattr(claim, flag)) for flag in FLAGS)]


def examples_of(report: Report, claims: Sequence[Claim], proposals: Sequence[Proposal] = ()) -> Iterator[Example]:
    """The windows of a report with their labels; a mention cut by a window's edge is left out there."""
    mentions = gold_mentions(claims)
    for window in windows_of(report):
        yield _example(window, mentions, claims, proposals)


def _proposed(window: Window, proposals: Iterable[Proposal], gold: Sequence[tuple[int, int, int]]) -> NDArray[np.int64]:
    """Role, first token, token past the last of what is proposed and touches no gold mention of its role."""
    out: list[tuple[int, int, int]] = []
    for role in {p.role for p in proposals}:
        r = ROLES.index(role)
        taken = [(a - window.first, b - window.first) for k, a, b in gold if k == r]
        spans = [(p.start, p.end) for p in proposals if p.role is role]
        out += [(r, window.first + a, window.first + b) for a, b in proposed_tokens(window, spans, taken)]
    return np.array(sorted(out), dtype=np.int64).reshape(-1, 3)


def _example(
    window: Window, mentions: Iterable[GoldMention], claims: Sequence[Claim], proposals: Sequence[Proposal]
) -> Example:
    starts, ends = np.array(window.starts), np.array(window.ends)
    tags = np.zeros((len(starts), len(ROLES)), dtype=np.int64)
    kept: list[GoldMention] = []
    rows: list[tuple[int, int, int]] = []
    for m in mentions:
        inside = np.flatnonzero((starts < m.end) & (ends > m.start))
        if inside.size == 0 or starts[0] > m.start or ends[-1] < m.end:
            continue
        a, b = int(inside[0]), int(inside[-1]) + 1
        tags[a, m.role] = 1
        tags[a + 1 : b, m.role] = 2
        kept.append(m)
        rows.append((m.role, window.first + a, window.first + b))
    size = len(kept)
    shared = np.zeros((size, size), dtype=np.bool_)
    for i, m in enumerate(kept):
        for j, n in enumerate(kept):
            shared[i, j] = i != j and bool(m.claims & n.claims)
    members, attributes = [], []
    act = ROLES.index(Role.ACT)
    for number, claim in enumerate(claims):
        own = [i for i, m in enumerate(kept) if number in m.claims]
        acts = [i for i in own if kept[i].role == act]
        if acts:
            members.append((*acts, *(i for i in own if i not in acts)))
            attributes.append(attribute_values(claim))
    width = len(ATTRIBUTES) + len(FLAGS)
    return Example(
        window=window,
        tags=tags,
        mentions=np.array(rows, dtype=np.int64).reshape(-1, 3),
        category=np.array([m.category for m in kept], dtype=np.int64),
        claimant_kind=np.array([m.claimant_kind for m in kept], dtype=np.int64),
        shared=shared,
        members=tuple(members),
        attributes=np.array(attributes, dtype=np.int64).reshape(-1, width),
        proposed=_proposed(window, proposals, rows),
        author=next((CLAIMANT_KINDS.index(k.kind) for c in claims for k in c.claimants if k.via == "self"), IGNORED),
    )
