"""The story of the mission, in five conflicts and four styles, dated and undated, from text to checked record."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pyproj import Geod
from tests.story.known import known
from tests.story.stories import STORIES, STYLES, Told, load, tell, telling

from trucewatch.model import (
    Category,
    Confidence,
    Finding,
    Incident,
    Kind,
    PublishedBasis,
    Scope,
    day_of,
)

GEOD = Geod(ellps="WGS84")


def cases(test: str, *, styles: bool = False, dates: bool = True) -> list[object]:
    """Parameters of a test: each story, by style where asked, with and without publication dates."""
    out: list[object] = []
    for story in STORIES:
        for style in STYLES if styles else ("",):
            for dated in (True, False) if dates else (True,):
                parts = [story, *([style] if styles else []), *([("dated" if dated else "undated")] if dates else [])]
                name = "-".join(parts)
                values = [story, *([style] if styles else []), *([dated] if dates else [])]
                reason = known(test, name)
                marks = [pytest.mark.xfail(strict=False, reason=reason)] if reason else []
                out.append(pytest.param(*values, id=name, marks=marks))
    return out


def each(test: str, *, styles: bool = False) -> Callable[..., object]:
    """Mark a test to run over all stories."""
    names = ("story", "style", "dated") if styles else ("story", "dated")
    return pytest.mark.parametrize(names, cases(test, styles=styles))


def names_of(incident: Incident) -> list[str]:
    return sorted(n for v in incident.victims for n in v.names)


def km(incident: Incident, point: list[float]) -> float:
    assert incident.where is not None
    assert incident.where.lat is not None
    assert incident.where.lon is not None
    return float(GEOD.inv(incident.where.lon, incident.where.lat, point[1], point[0])[2]) / 1000


def shelling(told: Told) -> Incident:
    """The one incident of shelling at the village."""
    found = [
        i
        for i in told.incidents
        if i.kind is Kind.SHELLING_ARTILLERY_MISSILE
        and i.where is not None
        and i.where.lat is not None
        and km(i, told.story["expect"]["shelling"]["place"]) < 5
    ]
    assert len(found) == 1
    return found[0]


@each("one_incident")
def test_story_all_tellings_are_one_deadly_incident(story: str, dated: bool) -> None:
    told = tell(story, dated=dated)
    assert [i.killed.best for i in told.deadly() if i.killed] == [told.story["expect"]["killed"]]


@each("killed")
def test_story_dead_are_never_counted_twice(story: str, dated: bool) -> None:
    told = tell(story, dated=dated)
    n = told.story["expect"]["killed"]
    killed = told.attack().killed
    assert killed is not None
    assert (killed.low, killed.best, killed.high) == (n, n, n)


@each("names")
def test_story_dead_keep_all_their_names(story: str, dated: bool) -> None:
    told = tell(story, dated=dated)
    assert names_of(told.attack()) == sorted(told.story["expect"]["names"])


@each("withheld")
def test_story_accounts_that_blame_nobody_stay(story: str, dated: bool) -> None:
    told = tell(story, dated=dated)
    withheld = [a for a in told.attack().perpetrators if a.confidence is Confidence.WITHHELD]
    cited = [c.casefold() for a in withheld for c in a.claimants]
    for who in told.story["expect"]["withheld_by"]:
        assert any(who.casefold() in c for c in cited), (who, cited)


@each("blamed")
def test_story_ministry_alone_blames_in_its_own_words(story: str, dated: bool) -> None:
    told = tell(story, dated=dated)
    expect = told.story["expect"]
    named = [a for a in told.attack().perpetrators if a.actor or a.label]
    assert [(a.confidence, (a.label or "").casefold(), a.actor) for a in named] == [
        (Confidence.ACCUSED_BY_AUTHORITY, expect["blamed"], None)
    ]
    assert all(expect["blamed_by"] in c.casefold() for c in named[0].claimants), named[0].claimants


@each("shelling")
def test_story_shelling_is_an_incident_of_its_own(story: str, dated: bool) -> None:
    told = tell(story, dated=dated)
    found = shelling(told)
    assert found.id != told.attack().id
    assert not (found.killed and found.killed.high)
    assert found.when is not None
    assert (found.when.start, found.when.end) == (told.story["expect"]["date"],) * 2


@each("shelling_perpetrator")
def test_story_shelling_is_laid_to_the_accused_by_the_monitor(story: str, dated: bool) -> None:
    told = tell(story, dated=dated)
    expect = told.story["expect"]["shelling"]
    accounts = {(a.actor, a.label, a.side, a.confidence) for a in shelling(told).perpetrators}
    assert accounts == {(expect["actor"], None, expect["side"], Confidence.ACCUSED)}


@each("shelling_target")
def test_story_shelling_strikes_the_village(story: str, dated: bool) -> None:
    told = tell(story, dated=dated)
    expect = told.story["expect"]["shelling"]
    by_id = {c.id: c for c in told.claims}
    targets = [t for c in shelling(told).claims for t in by_id[c].targets]
    assert targets
    assert {t.category for t in targets} == {Category.CIVILIAN}
    assert expect["side"] not in {t.side for t in targets}


@each("toll")
def test_story_toll_is_a_toll_and_no_incident(story: str, dated: bool) -> None:
    told = tell(story, dated=dated)
    expect = told.story["expect"]["toll"]
    counts = [c.killed for c in told.claims if c.killed and (c.killed.low or 0) >= expect["low"]]
    scopes = {c.scope for c in told.claims if c.killed in counts and c.killed}
    assert scopes == {Scope.TOLL}
    assert {(c.low, c.high, c.approximate) for c in counts} == {
        (expect["low"], expect.get("high"), expect["approximate"])
    }
    assert sum("toll_since" in t["checks"] for t in told.story["tellings"]) == len(counts)
    assert all(not i.killed or (i.killed.high or 0) < expect["low"] for i in told.incidents)


@pytest.mark.parametrize(("story", "style", "dated"), cases("checks", styles=True))
def test_story_statements_become_checks(story: str, style: str, dated: bool) -> None:
    told = tell(story, dated=dated)
    found = sorted(c.type.value for c in told.checks() if c.report == style)
    assert found == sorted(telling(story, style)["checks"])


def place_finding(told: Told) -> Finding:
    expect = told.story["expect"]
    return next(f for f in told.findings if f.incident == told.attack().id and f.term == expect["term"])


@each("place")
def test_story_place_is_found_whatever_its_spelling(story: str, dated: bool) -> None:
    told = tell(story, dated=dated)
    expect = told.story["expect"]
    attack = told.attack()
    assert attack.where is not None
    assert attack.where.country == expect["country"]
    assert km(attack, expect["place"]) < 3
    by_id = {c.id: c for c in told.claims}
    spread = {by_id[c].where.country for c in attack.claims if by_id[c].where}  # type: ignore[union-attr]
    assert spread == {expect["country"]}


@each("zone")
def test_story_place_lies_in_the_zone_with_distance_and_uncertainty(story: str, dated: bool) -> None:
    told = tell(story, dated=dated)
    expect = told.story["expect"]
    reason = next(r for r in place_finding(told).reasons if r.test == expect["test"])
    figures = reason.figures
    assert reason.outcome.value == expect["outcome"]
    assert figures["u_km"] == pytest.approx(figures["radius_km"] + figures["zone_uncertainty_km"])
    if expect["test"] == "in_corridor":
        assert figures["distance_km"] + figures["u_km"] <= figures["half_width_km"]
    else:
        assert figures["boundary_km"] >= figures["u_km"]


@each("date")
def test_story_date_is_resolved(story: str, dated: bool) -> None:
    told = tell(story, dated=dated)
    when = told.attack().when
    assert when is not None
    assert (when.start, when.end) == (told.story["expect"]["date"],) * 2


@pytest.mark.parametrize(("story", "style"), [(s, t) for s in STORIES for t in STYLES])
def test_story_given_dates_are_kept(story: str, style: str) -> None:
    report = tell(story, dated=True).reports[style]
    assert (report.published, report.published_basis) == (telling(story, style)["published"], PublishedBasis.GIVEN)


@pytest.mark.parametrize(
    ("story", "style"),
    [
        pytest.param(
            s,
            t,
            id=f"{s}-{t}",
            marks=[pytest.mark.xfail(strict=False, reason=r)] if (r := known("inferred", f"{s}-{t}")) else [],
        )
        for s in STORIES
        for t in STYLES
    ],
)
def test_story_missing_dates_are_inferred_and_marked(story: str, style: str) -> None:
    report = tell(story, dated=False).reports[style]
    if not telling(story, style).get("inferred", True) and report.published is None:
        assert report.published_basis is PublishedBasis.UNKNOWN
        return
    assert report.published is not None
    assert report.published_basis is PublishedBasis.INFERRED
    assert day_of(load(story)["expect"]["date"]) <= day_of(report.published)
    assert day_of(report.published) <= day_of(telling(story, style)["published"])


@each("alone", styles=True)
def test_story_each_style_alone_gives_the_same_incident(story: str, style: str, dated: bool) -> None:
    told = tell(story, dated=dated, styles=(style,))
    expect = told.story["expect"]
    assert [i.killed.best for i in told.deadly() if i.killed] == [expect["killed"]]
    assert names_of(told.attack()) == sorted(telling(story, style)["names"])


@each("alone_date", styles=True)
def test_story_each_style_alone_has_the_date(story: str, style: str, dated: bool) -> None:
    told = tell(story, dated=dated, styles=(style,))
    when = told.attack().when
    assert when is not None
    assert (when.start, when.end) == (told.story["expect"]["date"],) * 2
