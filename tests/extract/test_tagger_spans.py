"""Stretches of tokens that make mentions, and what the network says of each on the whole."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.extract.conftest import report_of

from trucewatch.extract.roles import ROLES, Role
from trucewatch.extract.sentences import dateline_end
from trucewatch.extract.tagger import _MEANT, _decode, _means, _runs, _whole_words
from trucewatch.extract.windows import windows_of


@pytest.mark.parametrize(
    ("inside", "begins", "runs"),
    [
        ("", "", []),
        ("...", "...", []),
        (".xx.x", ".....", [(1, 3), (4, 5)]),
        ("xxxx", "..x.", [(0, 2), (2, 4)]),
        ("xx.xx", "x..xx", [(0, 2), (3, 4), (4, 5)]),
        ("..x", "xx.", [(2, 3)]),
    ],
)
def test_runs_are_cut_where_one_ends_or_another_begins(inside: str, begins: str, runs: list[tuple[int, int]]) -> None:
    marks = [np.array([c == "x" for c in word], dtype=np.bool_) for word in (inside, begins)]
    assert list(_runs(marks[0], marks[1])) == runs


@given(spans=st.lists(st.tuples(st.integers(0, 8), st.integers(1, 4)), max_size=6))
def test_a_mention_has_the_mean_of_its_own_tokens_however_spans_lie(spans: list[tuple[int, int]]) -> None:
    values = np.linspace(-1, 1, 36, dtype=np.float32).reshape(12, 3) ** 3
    asked = [(a, a + size) for a, size in spans]
    for means in _means(dict.fromkeys(_MEANT, values), asked):
        assert means.shape == (len(asked), 3)
        for mean, (a, b) in zip(means, asked, strict=True):
            np.testing.assert_allclose(mean, values[a:b].mean(axis=0, dtype=np.float64), rtol=1e-6, atol=1e-7)


def test_a_mention_does_not_begin_in_the_dateline() -> None:
    text = "BAMAKO, May 9 - Four soldiers were killed near Gao on 9 May, the ministry said."
    [window] = windows_of(report_of(text))
    nine, soldiers = window.starts.index(text.index("9 -")), window.ends.index(text.index(" were"))
    runs = _whole_words(window, text, dateline_end(text), iter([(0, 1), (nine, soldiers + 1)]))
    assert [text[window.starts[a] : window.ends[b - 1]] for a, b in runs] == ["BAMAKO", "Four soldiers"]


@pytest.mark.parametrize(
    ("chances", "acts"),
    [({"fired": 0.9, "shots": 0.4}, ["fired"]), ({"fired": 0.4}, ["fired"]), ({"fired": 0.2}, [])],
)
def test_faint_words_make_an_act_where_no_surer_ones_touch_them(chances: dict[str, float], acts: list[str]) -> None:
    text = "Rebels fired shots near Gao."
    [window] = windows_of(report_of(text))
    inside = np.full((len(window.ids), len(ROLES)), 1e-6)
    for word, chance in chances.items():
        inside[window.first + window.starts.index(text.index(word)), ROLES.index(Role.ACT)] = chance
    tags = np.log(np.stack([1 - inside, inside * 1e-3, inside], axis=2))
    outputs = dict.fromkeys(_MEANT, np.zeros((len(window.ids), 2), dtype=np.float32)) | {"tags": tags}
    found = _decode(window, outputs, text, ())
    assert [text[f.mention.start : f.mention.end] for f in found] == acts
