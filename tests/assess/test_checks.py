from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.assess.build import AGREEMENT
from tests.link.cases import claim, count, day, doer, place, target, victim

from trucewatch.assess.checks import check_statements
from trucewatch.link import consolidate
from trucewatch.model import Agreement, Check, Claim, Incident, Report

FORD = place("Ford", 45.0, 20.0, country="FR", admin1="Valley District")
HILL = place("Hill", 44.0, 20.0, country="FR", admin1="Hill District")


class Sample:
    """A record in the making: reports, and claims of which each is an incident unless it says otherwise."""

    def __init__(self) -> None:
        self.reports: list[Report] = []
        self.claims: list[Claim] = []
        self.merged: dict[str, list[str]] = {}
        self.part_of: dict[str, str] = {}

    def tell(self, id: str, published: str | None, text: str, *acts: dict[str, Any]) -> Sample:
        """Add a report with the acts it tells; `words` of an act are its evidence, `of` names its incident."""
        self.reports.append(Report(id=id, text=text, published=published, source=f"Outlet {id}", sha256="0" * 64))
        for number, act in enumerate(acts):
            fields = dict(act)
            words, of = fields.pop("words", text[:5]), fields.pop("of", f"{id}-{number}")
            at = text.index(words)
            evidence = [{"field": "kind", "start": at, "end": at + len(words), "quote": words}]
            made = claim(f"{id}.{number}", id, **{"where": FORD, "evidence": evidence, **fields})
            self.claims.append(made)
            if made.scope.value == "incident":
                self.merged.setdefault(of, []).append(made.id)
        return self

    def checks(self, agreement: Agreement | None = AGREEMENT) -> list[Check]:
        claims, reports = {c.id: c for c in self.claims}, {r.id: r for r in self.reports}
        incidents: list[Incident] = [
            consolidate([claims[c] for c in ids], reports).model_copy(
                update={"id": name, "part_of": self.part_of.get(name)}
            )
            for name, ids in self.merged.items()
        ]
        return list(check_statements(self.reports, self.claims, incidents, agreement=agreement))

    def check(self, agreement: Agreement | None = AGREEMENT) -> Check:
        (only,) = self.checks(agreement)
        return only


def killed(low: int, actor: str = "Northern Army", category: str = "military", **fields: Any) -> dict[str, Any]:
    """Deaths on one side, with the target that was struck."""
    base = {
        "killed": count(low),
        "victims": [victim("killed", low, actor=actor, category=category)],
        "targets": [target(actor, category)],
    }
    return {**base, **fields}


def calm(sample: Sample) -> Sample:
    """A first report from before the truce, so that the record covers all of it."""
    return sample.tell("a0", "2031-02-20", "Talks went on in the capital.")


FIRST = "Shells killed two northern troops at Ford on Thursday. They were the first losses since the truce began."


def first_losses(sample: Sample) -> Sample:
    return sample.tell("b1", "2031-04-10", FIRST, killed(2, when=day("2031-04-10"), words="Shells killed", of="ford"))


def test_check_statements_supports_a_first_that_nothing_precedes() -> None:
    check = first_losses(calm(Sample())).check()
    assert (check.type.value, check.verdict.value, check.verdict_as_published.value) == (
        "first_since",
        "supported",
        "supported",
    )
    assert check.period.start == "2031-03-02"


def test_check_statements_contradicts_a_first_by_an_earlier_act_of_the_kind() -> None:
    sample = first_losses(calm(Sample()))
    sample.tell("a1", "2031-03-20", "A sniper shot a soldier.", killed(1, when=day("2031-03-19"), kind="sniper_fire"))
    check = sample.check()
    assert check.verdict.value == "contradicted"
    assert "19 March 2031" in check.record
    assert "a1-0" in check.incidents


@pytest.mark.parametrize(
    "act",
    [
        killed(1, when=day("2031-02-25")),
        killed(1, actor="Southern Army", when=day("2031-03-19")),
        killed(0, when=day("2031-03-19")),
        {
            **killed(1, when=day("2031-03-19")),
            "victims": [victim("killed", 1, actor="Northern Army", cause="non_hostile")],
        },
    ],
    ids=["before the truce", "on the other side", "nobody killed", "a death that was no hostile act"],
)
def test_check_statements_does_not_count_what_a_first_does_not_speak_of(act: dict[str, Any]) -> None:
    sample = first_losses(calm(Sample())).tell("a1", "2031-03-20", "An act was told.", act)
    assert sample.check().verdict.value == "supported"


def test_check_statements_leaves_a_first_open_where_the_earlier_victim_is_not_known() -> None:
    unknown = {"killed": count(1), "victims": [victim("killed", 1, category="unknown")], "when": day("2031-03-19")}
    sample = first_losses(calm(Sample())).tell("a1", "2031-03-20", "Somebody died.", unknown)
    assert sample.check().verdict.value == "undetermined"


def test_check_statements_leaves_a_first_open_where_the_record_begins_later() -> None:
    check = first_losses(Sample()).check()
    assert check.verdict.value == "undetermined"
    assert "10 April 2031" in check.record


def test_check_statements_knows_what_was_not_known_when_published() -> None:
    sample = first_losses(calm(Sample()))
    sample.tell("z9", "2031-05-01", "A soldier had died.", killed(1, when=day("2031-03-19")))
    check = sample.check()
    assert (check.verdict.value, check.verdict_as_published.value) == ("contradicted", "supported")


def test_check_statements_finds_the_truce_in_the_claims_without_an_agreement() -> None:
    sample = first_losses(calm(Sample()))
    truce = {"kind": "agreement", "when": day("2031-03-02"), "words": "A truce"}
    sample.tell("a1", "2031-03-02", "A truce was signed.", truce)
    assert sample.check(agreement=None).period.start == "2031-03-02"


def test_check_statements_is_undetermined_where_no_truce_is_known() -> None:
    check = first_losses(calm(Sample())).check(agreement=None)
    assert (check.period.start, check.verdict.value) == (None, "undetermined")


TOLL = "Since the truce, four northern troops have been killed, an officer said."


@pytest.mark.parametrize(
    ("deaths", "verdict"), [((1, 3), "supported"), ((1, 1), "undetermined"), ((6, 3), "contradicted")]
)
def test_check_statements_sums_a_toll(deaths: tuple[int, int], verdict: str) -> None:
    sample = calm(Sample())
    for number, low in enumerate(deaths):
        when = day(f"2031-03-1{number}")
        sample.tell(f"a{number + 1}", f"2031-03-1{number + 1}", "Shells fell.", killed(low, when=when))
    check = sample.tell("b1", "2031-04-10", TOLL).check()
    assert (check.type.value, check.value, check.verdict.value) == ("toll_since", 4, verdict)


@pytest.mark.parametrize(("wave", "verdict"), [(3, "supported"), (9, "contradicted")])
def test_check_statements_sums_a_wave_and_its_part_once(wave: int, verdict: str) -> None:
    sample = calm(Sample())
    acts = [killed(wave, when=day("2031-03-10")), killed(2, when=day("2031-03-10"))]
    sample.tell("a1", "2031-03-11", "Shells fell.", *acts).part_of["a1-1"] = "a1-0"
    sample.tell("a2", "2031-03-12", "Shells fell.", killed(1, when=day("2031-03-12")))
    assert sample.tell("b1", "2031-04-10", TOLL).check().verdict.value == verdict


def test_check_statements_counts_the_parts_of_a_wave_and_not_the_wave() -> None:
    sample = calm(Sample())
    sample.tell("a1", "2031-04-03", "Mines.", _mine("2031-04-02"), _mine("2031-04-02")).part_of["a1-1"] = "a1-0"
    text = "A mine went off on Thursday. It was the second mine blast since the truce began."
    check = sample.tell("b1", "2031-04-10", text, {**_mine("2031-04-10"), "words": "A mine"}).check()
    assert (check.value, check.verdict.value) == (2, "supported")


def test_check_statements_adds_later_deaths_to_the_toll_of_another_report() -> None:
    sample = Sample()
    toll = killed(10, scope="toll", when={**day("2031-01-01", "2031-03-20"), "precision": "period"})
    sample.tell("a1", "2031-03-20", "Ten men have died.", toll)
    sample.tell("a2", "2031-03-26", "Shells fell.", killed(2, when=day("2031-03-25")))
    sample.tell("b1", "2031-04-10", "The deaths bring to 12 the number of northern troops killed since January.")
    check = sample.check()
    assert (check.verdict.value, check.claims) == ("supported", ("a1.0",))


@pytest.mark.parametrize(("dead", "verdict"), [(4, "supported"), (12, "contradicted")])
def test_check_statements_ranks_a_superlative(dead: int, verdict: str) -> None:
    sample = calm(Sample()).tell("a1", "2031-03-20", "Shells fell.", killed(dead, when=day("2031-03-19")))
    text = "Shells killed nine northern troops on Thursday. It was the deadliest attack since the truce began."
    sample.tell("b1", "2031-04-10", text, killed(9, when=day("2031-04-10"), words="Shells killed"))
    check = sample.check()
    assert (check.type.value, check.verdict.value) == ("highest_since", verdict)


def test_check_statements_contradicts_a_nought_by_one_act() -> None:
    sample = calm(Sample()).tell("a1", "2031-03-20", "Shells fell.", {"when": day("2031-03-19")})
    sample.tell("b1", "2031-04-10", "Not a single breach of the truce has been recorded since it took effect, he said.")
    check = sample.check()
    assert (check.value, check.verdict.value) == (0, "contradicted")


def test_check_statements_supports_a_nought_that_the_record_covers() -> None:
    sample = calm(Sample()).tell("a1", "2031-02-22", "Shells fell.", {"when": day("2031-02-21")})
    sample.tell("b1", "2031-04-10", "No casualties have been recorded since the truce began, the mission said.")
    assert sample.check().verdict.value == "supported"


def test_check_statements_cannot_rebuild_a_ledger() -> None:
    sample = calm(Sample()).tell("a1", "2031-04-10", "Shells fell.", {"when": day("2031-04-09")})
    check = sample.tell("b1", "2031-04-10", "The mission logged 46 violations in the past 24 hours.").check()
    assert (check.verdict.value, check.incidents) == ("undetermined", ("a1-0",))


def test_check_statements_adds_up_the_entries_of_other_reports() -> None:
    sample = Sample()
    for number, acts in enumerate((6, 19)):
        when = {**day(f"2031-04-0{number + 1}"), "precision": "period"}
        entry = {"scope": "toll", "acts": count(acts), "when": when, "kind": "other"}
        sample.tell(f"a{number}", f"2031-04-0{number + 2}", "Breaches were entered.", entry)
    sample.tell("b1", "2031-04-05", "Between 1 and 2 April the mission logged 25 violations.")
    check = sample.check()
    assert (check.verdict.value, check.claims) == ("supported", ("a0.0", "a1.0"))


@pytest.mark.parametrize(("before", "verdict"), [(1, "supported"), (0, "undetermined"), (2, "undetermined")])
def test_check_statements_counts_acts_of_a_kind(before: int, verdict: str) -> None:
    sample = calm(Sample())
    for number in range(before):
        sample.tell(f"a{number + 1}", f"2031-04-0{number + 3}", "A mine.", _mine(f"2031-04-0{number + 2}"))
    text = "A mine went off on Thursday. It was the second mine blast since the truce began."
    check = sample.tell("b1", "2031-04-10", text, {**_mine("2031-04-10"), "words": "A mine"}).check()
    assert (check.type.value, check.value, check.verdict.value) == ("count_in_period", 2, verdict)


def _mine(date: str) -> dict[str, Any]:
    return {"kind": "remote_explosive_landmine_ied", "when": day(date)}


def test_check_statements_looks_only_at_the_area_that_is_named() -> None:
    sample = calm(Sample()).tell("a1", "2031-03-20", "Shells fell.", killed(1, when=day("2031-03-19"), where=HILL))
    sample.tell("a2", "2031-03-21", "Lorries crossed the bridge at Ford.")
    text = "Shells killed two northern troops on Thursday. They were the first soldiers killed in Ford since the truce."
    sample.tell("b1", "2031-04-10", text, killed(2, when=day("2031-04-10"), words="Shells killed"))
    assert sample.check().verdict.value == "supported"


def test_check_statements_asks_who_did_it() -> None:
    text = "Jets bombed a farm on Thursday. It was the first air strike by the Southern Army since the truce."
    air = {"kind": "air_drone_strike", "perpetrator": doer("Southern Army")}
    for actor, verdict in (("Southern Army", "contradicted"), ("Northern Army", "supported")):
        sample = calm(Sample())
        sample.tell("a1", "2031-03-20", "Jets came.", {**air, "perpetrator": doer(actor), "when": day("2031-03-19")})
        sample.tell("b1", "2031-04-10", text, {**air, "when": day("2031-04-10"), "words": "Jets bombed"})
        assert sample.check().verdict.value == verdict


@pytest.mark.parametrize(("before", "verdict"), [(6, "supported"), (1, "undetermined")])
def test_check_statements_weighs_a_trend_against_as_many_days_before(before: int, verdict: str) -> None:
    sample = calm(Sample())
    for number in range(before):
        sample.tell(f"a{number + 1}", "2031-03-09", "Shells fell.", {"when": day(f"2031-03-0{number + 3}")})
    sample.tell("a9", "2031-03-13", "Shells fell.", {"when": day("2031-03-12")})
    check = sample.tell("b1", "2031-03-16", "Shelling has fallen sharply over the past seven days.").check()
    assert (check.type.value, check.comparator.value, check.verdict.value) == ("trend", "decrease", verdict)


def test_check_statements_gives_the_same_checks_in_any_order() -> None:
    sample = first_losses(calm(Sample())).tell("b2", "2031-04-11", TOLL)
    first = sample.checks()
    sample.reports.reverse()
    sample.claims.reverse()
    assert sample.checks() == first


def test_check_statements_quotes_stand_in_the_report() -> None:
    check = first_losses(calm(Sample())).check()
    assert FIRST[check.start : check.end] == check.quote


def test_check_statements_finds_none_in_quiet_reports() -> None:
    assert calm(Sample()).tell("b1", "2031-04-10", "Lorries crossed the bridge on Monday.").checks() == []


def test_check_statements_do_not_hang_on_the_order_of_claims() -> None:
    """Three actors go by the same words equally often: the one that stands first must not win."""
    text = "Gunmen fired at Ford. It was the first attack on the Northern Army since the truce began."
    sample = calm(Sample()).tell("b1", "2031-04-10", text)
    for number, actor in enumerate(("Unit A", "Unit B", "Unit C")):
        act = killed(1, actor=actor, when=day("2031-04-01"))
        act["targets"] = [target(actor, "military", text="Northern Army")]
        sample.tell(f"c{number}", "2031-04-02", "Shots rang out at the ford.", act)
    forwards = sample.checks(None)
    sample.claims.reverse()
    sample.reports.reverse()
    assert forwards
    assert sample.checks(None) == forwards


ROAD = "Shells killed two northern troops on Thursday. They were the first soldiers killed in Ford since the truce."


def test_check_statements_leaves_a_first_open_where_no_other_report_speaks_of_the_area() -> None:
    sample = calm(Sample()).tell("b1", "2031-04-10", ROAD, killed(2, when=day("2031-04-10"), words="Shells killed"))
    check = sample.check()
    assert check.verdict.value == "undetermined"
    assert "No other report of the record speaks of Ford" in check.record


def test_check_statements_leaves_a_first_open_where_the_record_does_not_follow_such_acts() -> None:
    text = "A drone crossed the river on Thursday. It was the first overflight since the truce began."
    act = {"kind": "overflight", "when": day("2031-04-10"), "words": "A drone"}
    sample = calm(Sample()).tell("b1", "2031-04-10", text, act)
    assert sample.check().verdict.value == "undetermined"
    sample.tell("a1", "2031-02-25", "A drone came.", {"kind": "overflight", "when": day("2031-02-25")})
    assert sample.check().verdict.value == "supported"


@pytest.mark.parametrize(
    "act",
    [
        killed(2, when=day("2031-03-19"), where=None),
        killed(2, when=day("2031-04-09")),
        killed(2, when=day("2031-02-20", "2031-03-19")),
    ],
    ids=["lies nowhere on the map", "may be the same act a day earlier", "may lie before the truce"],
)
def test_check_statements_contradicts_nothing_by_what_is_in_doubt(act: dict[str, Any]) -> None:
    sample = first_losses(calm(Sample())).tell("a1", "2031-03-20", "Shots were heard.", act)
    assert sample.check().verdict.value != "contradicted"


def test_check_statements_contradicts_a_toll_only_by_acts_that_are_apart_for_sure() -> None:
    """Five reports of four deaths on one day may be of one act; on five days they are twenty deaths."""
    for step, verdict in ((0, "undetermined"), (3, "contradicted")):
        sample = calm(Sample())
        for i in range(5):
            when = f"2031-03-{10 + step * i:02}"
            sample.tell(f"c{i}", "2031-03-30", "Shells fell.", killed(4, when=day(when)))
        assert sample.tell("b1", "2031-04-10", TOLL).check().verdict.value == verdict


@pytest.mark.parametrize(
    ("words", "value", "verdict"),
    [
        ("About 10", 10, "supported"),
        ("Nearly 10", 10, "supported"),
        ("Exactly 11", 11, "undetermined"),
        ("More than 6", 6, "supported"),
        ("More than 20", 20, "undetermined"),
        ("Dozens of", 24, "undetermined"),
    ],
)
def test_check_statements_takes_round_numbers_as_they_are_meant(words: str, value: int, verdict: str) -> None:
    sample = calm(Sample())
    for i in range(3):
        sample.tell(f"c{i}", "2031-03-30", "Shells fell.", killed(3, when=day(f"2031-03-{10 + 5 * i}")))
    check = sample.tell("b1", "2031-04-10", f"{words} northern troops have been killed since the truce.").check()
    assert (check.value, check.verdict.value) == (value, verdict)


def test_check_statements_names_the_interval_that_a_trend_rests_on() -> None:
    sample = calm(Sample())
    for number in range(6):
        sample.tell(f"a{number + 1}", "2031-03-09", "Shells fell.", {"when": day(f"2031-03-0{number + 3}")})
    sample.tell("a9", "2031-03-13", "Shells fell.", {"when": day("2031-03-12")})
    for words, verdict in (("sharply", "supported"), ("significantly", "undetermined"), ("by a third", "undetermined")):
        sample.reports = [r for r in sample.reports if r.id != "b1"]
        check = sample.tell("b1", "2031-03-16", f"Shelling has fallen {words} over the past seven days.").check()
        assert check.verdict.value == verdict
        assert "exact 95% interval 0.0036 to 1.4" in check.record


def test_check_statements_contradicts_a_fall_where_the_interval_shows_a_rise() -> None:
    sample = calm(Sample())
    sample.tell("w0", "2031-03-05", "Shells fell.", {"when": day("2031-03-04")})
    for number in range(14):
        when = f"2031-03-{10 + number % 7:02}"
        sample.tell(f"w{number + 1}", "2031-03-16", "Shells fell.", {"when": day(when)})
    sample.reports = [r.model_copy(update={"source": "Wire"}) for r in sample.reports]
    check = sample.tell("z1", "2031-03-17", "Shelling has decreased over the past seven days.").check()
    assert check.verdict.value == "contradicted"


def test_check_statements_counts_what_came_before_without_the_act_just_told() -> None:
    sample = calm(Sample()).tell("a1", "2031-04-03", "A mine.", _mine("2031-04-02"))
    text = "A mine went off on Thursday. The road had been mined once before, on 2 April."
    check = sample.tell("b1", "2031-04-10", text, {**_mine("2031-04-10"), "words": "A mine"}).check()
    assert (check.value, check.verdict.value) == (1, "supported")


LATER = st.lists(
    st.tuples(
        st.integers(11, 28),
        st.integers(1, 9),
        st.sampled_from(["Northern Army", "Southern Army", "Ford Guard"]),
        st.sampled_from([FORD, HILL, None]),
        st.sampled_from(["shelling_artillery_missile", "armed_clash", "agreement", "patrol"]),
        st.booleans(),
    ),
    max_size=6,
)


@settings(max_examples=12, deadline=None)
@given(LATER)
def test_check_statements_never_lets_later_news_change_the_verdict_as_published(later: list[Any]) -> None:
    def record() -> Sample:
        sample = first_losses(calm(Sample())).tell("b2", "2031-04-10", TOLL)
        sample.tell("b3", "2031-04-10", "No casualties have been recorded since 5 April, the mission said.")
        sample.tell("b4", "2031-04-10", "Shelling has fallen sharply over the past ten days.")
        return sample.tell("a1", "2031-03-20", "A sniper shot a soldier.", killed(1, when=day("2031-03-19")))

    for agreement in (AGREEMENT, None):
        before = {c.id: c.verdict_as_published for c in record().checks(agreement)}
        sample = record()
        for i, (published, dead, actor, where, kind, is_same) in enumerate(later):
            act = killed(dead, actor=actor, when=day(f"2031-03-{published:02}"), where=where, kind=kind)
            of = {"of": "ford"} if is_same else {}
            sample.tell(f"z{i}", f"2031-05-{published:02}", "Word came in.", {**act, **of})
        after = {c.id: c.verdict_as_published for c in sample.checks(agreement)}
        assert len(before) == 4
        assert {k: after[k] for k in before} == before


@pytest.mark.parametrize(("days", "verdict"), [((7, 8, 9), "supported"), ((7, 8), "undetermined")])
def test_check_statements_counts_days_and_not_acts_where_nights_are_told(days: tuple[int, ...], verdict: str) -> None:
    sample = calm(Sample())
    for number, at in enumerate((*days, *days, *days)):
        sample.tell(f"c{number}", "2031-04-09", "Shells fell.", {"when": day(f"2031-04-{at:02}")})
    check = sample.tell("z1", "2031-04-10", "Shelling went on for the third night running.").check()
    assert (check.value, check.verdict.value) == (3, verdict)


@pytest.mark.parametrize(("who", "verdict"), [("people", "contradicted"), ("farmers", "undetermined")])
def test_check_statements_overturns_no_number_of_people_that_the_record_counts_among_others(
    who: str, verdict: str
) -> None:
    sample = calm(Sample())
    for number in range(3):
        act = killed(6, actor="Valley Council", category="civilian", when=day(f"2031-03-{10 + 5 * number}"))
        sample.tell(f"c{number}", "2031-03-30", "Shells fell.", act)
    check = sample.tell("z1", "2031-04-10", f"Four {who} have been killed since the truce began.").check()
    assert check.verdict.value == verdict
