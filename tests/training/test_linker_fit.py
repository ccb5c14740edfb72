"""What the linker learns: order, doubt, the file, the table of rare words."""

from __future__ import annotations

import pytest

pytest.importorskip("scipy")
pytest.importorskip("sklearn")

import numpy as np
from training.linker.file import PRIOR, written
from training.linker.fit import CHAINS, fit, levels_of, told_apart
from training.linker.pairs import COLUMN, Rows, half_of, without_reports
from training.linker.rarity import rarities, table

from trucewatch.link import default_weights, load_weights
from trucewatch.link.weights import FEATURES, parse_weights

START = load_weights(PRIOR)
QUIET = {f: "unknown" if "unknown" in levels else levels[0] for f, levels in FEATURES.items()}


def rows(*pairs: tuple[dict[str, str], bool], times: int = 50) -> Rows:
    columns = [[COLUMN[f, {**QUIET, **levels}[f]] for f in FEATURES] for levels, _ in pairs] * times
    same = [s for _, s in pairs] * times
    return Rows(
        np.array(columns, np.int32),
        np.array(same),
        np.zeros(len(same), np.int32),
        np.array([k % 2 for k in range(len(same))], np.int8),
    )


def test_what_the_pairs_say_moves_the_weights() -> None:
    learned = levels_of(fit(rows(({"report": "from_65"}, True), ({"report": "under_05"}, False)), START))
    assert learned["report"]["from_65"] > 0 > learned["report"]["under_05"]


def test_levels_of_a_chain_keep_their_order_whatever_the_pairs_say() -> None:
    upside_down = rows(({"report": "from_65"}, False), ({"report": "under_05"}, True), ({"time": "days_apart"}, True))
    learned = levels_of(fit(upside_down, START))
    report = [learned["report"][level] for level in CHAINS["report"][0]]
    assert report == sorted(report, reverse=True)
    assert learned["time"]["same_day"] >= learned["time"]["next_day"] >= learned["time"]["days_apart"]


def test_a_level_that_no_pair_has_keeps_the_weight_set_by_hand() -> None:
    learned = levels_of(fit(rows(({"report": "from_65"}, True)), START))
    assert learned["source"]["denial"] == pytest.approx(START.levels["source"]["denial"], abs=0.01)


def test_within_one_report_the_features_of_reports_weigh_nothing() -> None:
    learned = levels_of(fit(rows(({"report": "one_report", "names": "one_report"}, True)), START))
    assert learned["report"]["one_report"] == learned["names"]["one_report"] == 0.0


def test_claims_that_one_report_tells_apart_need_more_and_others_do_not() -> None:
    learned = levels_of(fit(rows(({"report": "from_65"}, True)), START))
    found = told_apart(learned, 2.0)
    lower = {k: round(w - found["source"][k], 2) for k, w in learned["source"].items()}
    assert {k for k, by in lower.items() if by} == {"denial", "other_claimant", "same_claimant"}
    assert set(lower.values()) == {0.0, 2.0}
    assert {f: w for f, w in found.items() if f != "source"} == {f: w for f, w in learned.items() if f != "source"}


def test_the_fit_is_the_same_twice() -> None:
    some = rows(({"report": "from_20"}, True), ({"report": "from_08"}, False))
    assert levels_of(fit(some, START)) == levels_of(fit(some, START))


def test_the_file_says_what_was_written_into_it() -> None:
    levels = {f: dict.fromkeys(names, 0.25) for f, names in FEATURES.items()}
    template = PRIOR.read_text(encoding="utf-8")
    text = written(-1.5, 0.5, levels, one_story=0.2, basis="of this", notes="one\ntwo", template=template)
    found = parse_weights(text, where="here")
    assert (found.prior, found.threshold, found.one_story, found.basis) == (-1.5, 0.5, 0.2, "of this")
    assert {f: dict(found.levels[f]) for f in FEATURES} == levels
    assert found.vague == START.vague
    assert "# one\n# two\n" in text
    assert "# the same point or gazetteer entry" in text


def test_the_shipped_weights_keep_the_order_of_every_chain() -> None:
    for feature, chains in CHAINS.items():
        told = [default_weights().levels[feature][level] for level in chains[0]]
        assert told == sorted(told, reverse=True), feature


def test_words_of_few_stories_are_in_no_table() -> None:
    texts = [("1", "mill Tarn"), ("1", "mill Tarn"), ("1", "mill Tarn"), ("2", "mill"), ("3", "mill ferry")]
    found = rarities({"news": texts})
    assert found == {"mill": 0.0}
    assert table(found, ["news"]).splitlines()[-2:] == ["0.0 mill", "1.5"]


def test_halves_are_by_event() -> None:
    assert {half_of(str(k)) for k in range(20)} == {0, 1}


def test_pairs_without_their_reports_know_nothing_of_them() -> None:
    some = rows(({"report": "from_65", "published": "week"}, True), ({"report": "one_report"}, True), times=1)
    bare = without_reports(some, 3)
    report = list(FEATURES).index("report")
    assert bare.columns[:, report].tolist() == [COLUMN["report", "unknown"], COLUMN["report", "one_report"]]
    assert bare.columns[0, list(FEATURES).index("published")] == COLUMN["published", "unknown"]
    assert bare.group.tolist() == [3, 3]
