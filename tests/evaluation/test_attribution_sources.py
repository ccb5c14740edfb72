"""Sources of attributions about acts."""

from __future__ import annotations

from evaluation.attribution import gold_attributions, rule_sources, scored, sources_of_acts

TEXT = "The ministry said troops shelled the village. The mayor said the harvest was good."
ANN = [
    "T1\tSource 0 12\tThe ministry",
    "T2\tContent 18 44\ttroops shelled the village",
    "E1\tAttribution:T9 Content:T2 Source:T1",
    "T3\tSource 46 55\tThe mayor",
    "T4\tContent 61 70;71 81\tthe harvest was good",
    "E2\tAttribution:T8 Content:T4 Source:T3",
]


def test_only_attributions_of_acts_count() -> None:
    events = gold_attributions(ANN)
    assert events[1] == ([(46, 55)], [(61, 70), (71, 81)])
    assert sources_of_acts(TEXT, events) == [(0, 12)]


def test_sources_pair_one_to_one_and_other_sentences_do_not_count() -> None:
    sentences = [(0, 45), (46, 82)]
    found = scored([(0, 12)], [(4, 12), (0, 3), (46, 55)], sentences)
    assert (found.tp, found.fp, found.fn) == (1, 1, 0)


def test_the_rules_find_the_ministry() -> None:
    assert any(a < 12 and b > 0 for a, b in rule_sources(TEXT))
