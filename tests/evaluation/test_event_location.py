"""Places of acts by the heads alone."""

from __future__ import annotations

import numpy as np
from evaluation.event_location import ACT, LEAST, PLACE, count, place_scores, place_tokens

from trucewatch.extract.roles import ROLES
from trucewatch.extract.tagger import Heads
from trucewatch.extract.windows import load_tokenizer


def test_the_token_that_matches_the_act_is_its_place() -> None:
    size, n = len(ROLES), 3
    heads = Heads(
        pair_roles=np.zeros((size, size, 2), np.float32),
        pair_distance=np.zeros((2, 2), np.float32),
        pair_edges=np.array([0, 4], np.float32),
        pair_weight=np.ones(2, np.float32),
        pair_bias=np.array([-1], np.float32),
        pair_near=np.zeros((size, size, 8), np.float32),
        member_roles=np.zeros((size, 2), np.float32),
        claim_weight=np.zeros((1, 2), np.float32),
        claim_bias=np.zeros(1, np.float32),
    )
    flat = np.zeros((n, 2), np.float32)
    right = flat.copy()
    right[2] = 3.0
    scores = place_scores({"left": flat, "right": right, "match": flat, "match_with": flat}, heads, (0, 1))
    assert np.flatnonzero(scores > 0).tolist() == [2]
    assert ACT != PLACE


def test_tokens_are_counted() -> None:
    found = count({1, 2}, {2, 3})
    assert (found.tp, found.fp, found.fn) == (1, 1, 1)


def test_a_word_goes_with_its_first_piece() -> None:
    ids = load_tokenizer().encode("near Kasumbalesa today", add_special_tokens=False).ids
    pieces = len(ids) - 2
    assert pieces > 1
    scores = np.full(len(ids), LEAST - 1)
    scores[1] = LEAST + 1
    assert place_tokens(ids, scores) == set(range(1, 1 + pieces))
