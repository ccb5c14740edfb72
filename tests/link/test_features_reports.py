"""Levels that compare the reports of two claims."""

from __future__ import annotations

import pytest
from tests.link.cases import claim, day, place, report

from trucewatch.link import LinkOptions, default_weights, link_claims, news_weights
from trucewatch.link.constraints import cannot_link
from trucewatch.link.features import pair_levels
from trucewatch.link.views import view
from trucewatch.model import Report

MILL = "Shells hit the old mill of Riverton on Tuesday, said Corporal Odwin Tarn."
AGAIN = "Corporal Odwin Tarn told reporters of shells that hit the mill of Riverton."
FERRY = "The Lostham ferry sank after it struck a drifting mine, the harbour master wrote."


def levels(one: dict[str, object], two: dict[str, object], *, same: bool = False) -> dict[str, str]:
    reports = {"r1": report("r1", **one), "r2": report("r2", **two)}
    a, b = view(claim("a", "r1"), reports), view(claim("b", "r1" if same else "r2"), reports)
    return {x.feature: x.level for x in pair_levels(a, b, default_weights())}


@pytest.mark.parametrize(
    ("day_of_second", "expected"),
    [
        ("2001-05-08", "same_day"),
        ("2001-05-07", "next_day"),
        ("2001-05-11", "few_days"),
        ("2001-05-15", "week"),
        ("2001-06-07", "month"),
        ("2001-09-05", "season"),
        ("2003-05-08", "longer"),
        (None, "unknown"),
    ],
)
def test_days_between_reports(day_of_second: str | None, expected: str) -> None:
    assert levels({"published": "2001-05-08"}, {"published": day_of_second})["published"] == expected


def test_the_more_two_reports_share_the_higher_the_level() -> None:
    assert levels({"text": MILL}, {"text": MILL})["report"] == "from_65"
    assert levels({"text": MILL}, {"text": AGAIN})["report"].startswith("from_")
    assert levels({"text": MILL}, {"text": FERRY})["report"] == "under_05"
    assert levels({"text": MILL}, {"text": "Calm."})["report"] == "unknown"


def test_within_one_report_reports_are_not_compared() -> None:
    found = levels({"text": MILL, "published": "2001-05-08"}, {}, same=True)
    assert {found[f] for f in ("published", "report", "names", "headline", "passage")} == {"one_report"}


def test_the_words_that_are_shared_are_shown() -> None:
    reports = {"r1": report("r1", text=MILL), "r2": report("r2", text=AGAIN)}
    a, b = view(claim("a", "r1"), reports), view(claim("b", "r2"), reports)
    shown = {x.feature: x.detail for x in pair_levels(a, b, default_weights())}
    assert "odwin" in shown["report"]


def test_nothing_is_beyond_doubt_between_reports_of_one_story() -> None:
    far = claim("b", "r2", when=day("2001-07-20"), where=place("Farville", 50.0, 60.0))
    a, b = claim("a", "r1"), far
    alike = {"r1": report("r1", text=MILL), "r2": report("r2", text=AGAIN)}
    other = {"r1": report("r1", text=MILL), "r2": report("r2", text=FERRY)}
    assert cannot_link(view(a, alike), view(b, alike), news_weights()) is None
    assert cannot_link(view(a, other), view(b, other), news_weights()) == "73 days apart"
    assert cannot_link(view(a, alike), view(b, alike), default_weights()) == "73 days apart"


def test_reports_of_one_story_are_compared_whatever_their_dates_say() -> None:
    body = f"{MILL} {AGAIN} Villagers named Yannick Obrest and Petra Lundqvaal buried their cattle."
    alike = {k: report(k, title="Mill of Riverton shelled", text=body, published="2001-05-09") for k in ("r1", "r2")}
    a, b = claim("a", "r1"), claim("b", "r2", when=day("2001-05-12"))
    news = LinkOptions(weights=news_weights())
    assert len(link_claims([a, b], alike, options=news)) == 1
    assert len(link_claims([a, b], {}, options=news)) == 2


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "nothing"),
        ({"when": day("2001-07-20")}, "date"),
        ({"where": place("Farville", 50.0, 60.0)}, "place"),
        ({"when": day("2001-07-20"), "where": place("Farville", 50.0, 60.0)}, "both"),
    ],
)
def test_what_does_not_fit_between_reports_of_one_story_is_misread(fields: dict[str, object], expected: str) -> None:
    reports = {"r1": report("r1", text=MILL), "r2": report("r2", text=AGAIN), "r3": report("r3", text=FERRY)}
    first = view(claim("a", "r1"), reports)

    def misread(other: str, known: dict[str, Report]) -> str:
        found = pair_levels(first, view(claim("b", other, **fields), known), news_weights())
        return next(x.level for x in found if x.feature == "misread")

    assert misread("r2", reports) == expected
    assert misread("r3", reports) == "other_story"
    assert misread("r2", {}) == "unknown"
