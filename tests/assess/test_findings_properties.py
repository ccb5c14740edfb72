"""What must hold of findings whatever the incident."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.assess.build import Scene, account, at, target
from tests.link.cases import day

ACCOUNTS = st.sampled_from(
    [
        account("accused", actor="Northern Army", side="north"),
        account("claimed", actor="Southern Army", side="south"),
        account("fact", actor="Hill Militia", side="militia"),
        account("accused", actor="Raider Band", side="raiders"),
        account("possible", actor="Old Raiders", side="raiders"),
        account("accused", actor="Guest Legion", side="guests"),
        account("accused", label="gunmen"),
        account("denied", actor="Northern Army", side="north"),
        account("withheld"),
    ]
)
TARGETS = st.sampled_from(
    [
        target(side="north", actor="Northern Army"),
        target(side="south", actor="Southern Army"),
        target("armed_group", side="raiders", actor="Raider Band"),
        target("civilian"),
    ]
)
KINDS = st.sampled_from(
    [
        "shelling_artillery_missile",
        "armed_clash",
        "remote_explosive_landmine_ied",
        "sniper_fire",
        "overflight",
        "fortification",
        "patrol",
        "exchange",
    ]
)
WHERE = st.builds(
    at,
    st.sampled_from([44.0, 44.6, 44.9, 45.0, 45.02, 45.3, 45.41]),
    st.sampled_from([19.5, 19.98, 20.0, 20.06, 21.0]),
    st.sampled_from([1.0, 4.0, 25.0]),
)
WHEN = st.sampled_from([day("2031-02-01"), day("2031-03-02"), day("2031-04-01"), day("2031-03-01", "2031-03-03")])
SCENES = st.fixed_dictionaries(
    {"kind": KINDS, "where": WHERE, "when": WHEN, "targets": st.lists(TARGETS, min_size=1, max_size=2)}
)


def _verdicts(accounts: list[dict[str, Any]], fields: dict[str, Any]) -> dict[str, tuple[str, str | None]]:
    return {t: (f.verdict.value, f.attributed_to) for t, f in Scene(*accounts, **dict(fields)).findings().items()}


@given(st.lists(ACCOUNTS, max_size=4, unique_by=lambda a: (a["actor"], a["label"])), SCENES, st.randoms())
def test_order_of_accounts_does_not_matter(
    accounts: list[dict[str, Any]], fields: dict[str, Any], rng: random.Random
) -> None:
    shuffled = list(accounts)
    rng.shuffle(shuffled)
    assert _verdicts(accounts, fields) == _verdicts(shuffled, fields)


@given(
    st.lists(ACCOUNTS, min_size=1, max_size=3, unique_by=lambda a: (a["actor"], a["label"])),
    SCENES,
    st.sampled_from(["when", "where", "kind", "targets", "accounts"]),
)
def test_what_is_not_known_only_takes_certainty_away(
    accounts: list[dict[str, Any]], fields: dict[str, Any], lost: str
) -> None:
    """With one input lost every verdict stays or becomes undetermined; none turns into an alleged violation."""
    blank = {"when": None, "where": None, "kind": "casualty", "targets": [target("unknown") for _ in fields["targets"]]}
    less = {**fields, lost: blank[lost]} if lost in blank else fields
    fewer = [account("withheld")] if lost == "accounts" else accounts
    before, after = _verdicts(accounts, fields), _verdicts(fewer, less)
    for term, (verdict, _) in after.items():
        if lost == "kind" and term in ("patrols", "release"):
            continue  # a casualty is surely no patrol and no exchange
        assert verdict in (before[term][0], "undetermined"), (term, before[term], after[term])


@given(st.lists(ACCOUNTS, max_size=3, unique_by=lambda a: (a["actor"], a["label"])), SCENES)
def test_verdict_follows_from_the_outcomes_that_are_printed(
    accounts: list[dict[str, Any]], fields: dict[str, Any]
) -> None:
    for finding in Scene(*accounts, **dict(fields)).findings().values():
        outcomes = {r.test: r.outcome.value for r in finding.reasons}
        exempt = outcomes.pop("exempt_group", "no")
        outcomes.pop("whole_route", None)
        if finding.verdict.value in ("alleged_violation", "consistent"):
            assert set(outcomes.values()) == {"yes"}
            assert exempt == "no"
        if "no" in outcomes.values() or exempt == "yes":
            assert finding.verdict.value == "out_of_scope"
        if finding.attributed_to is not None:
            assert finding.verdict.value == "alleged_violation"
            assert {a.side for a in finding.accounts} == {finding.attributed_to}
