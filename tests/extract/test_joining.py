"""Claims of the network and of the rules: which are one, whose value holds, how sure each is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from tests.extract.conftest import report_of

from trucewatch.extract import check_grounding, extract_claims, split_sentences
from trucewatch.extract.grouping import Group
from trucewatch.extract.joining import (
    ROLES_OF,
    Company,
    Setting,
    Weights,
    chosen,
    company_of,
    joined,
    paired,
    score_features,
)
from trucewatch.extract.roles import ATTRIBUTES, FLAGS, Mention, Role
from trucewatch.extract.tagger import Attributes, Tagged
from trucewatch.locate import Gazetteer, Locator
from trucewatch.model import Claim, Confidence, Count, Perpetrator

TEXT = (
    "Four soldiers were killed when gunmen attacked an army post near Gao on Tuesday, the defence ministry said.\n\n"
    "Residents said shells hit a market in Ansongo on Monday, killing two traders."
)
SETTING = Setting.of(report_of(TEXT), (s.start for s in split_sentences(TEXT)))
GROUP = Group((0,), (1,))


@pytest.fixture(scope="module")
def rules(gazetteer: Gazetteer) -> list[Claim]:
    claims = extract_claims(report_of(TEXT), locator=Locator(gazetteer, None))
    assert len(claims) == 2
    return claims


class Undecided(Tagged):
    """A tagger's word for mentions and ties; every attribute is as likely as the next."""

    def attributes(self, acts: Sequence[int], others: Sequence[int]) -> Attributes:
        return Attributes({name: np.zeros(len(options)) for name, options in ATTRIBUTES}, dict.fromkeys(FLAGS, 0.0))


@pytest.fixture
def tagged() -> Tagged:
    found = Undecided(None)  # type: ignore[arg-type]
    at = TEXT.index("attacked")
    found.mentions = [Mention(Role.ACT, at, at + 8, 0.99), Mention(Role.KILLED, 0, 4, 0.9)]
    found.pairs = {(0, 1): 4.0}
    return found


def of_network(claim: Claim, low: int) -> Claim:
    """The claim with another number of dead."""
    killed = Count(low=low, high=low, approximate=False, unconfirmed=False, stated=True, text="Four")
    return claim.model_copy(update={"killed": killed})


def held(field: str, odds: float) -> Weights:
    """Weights that hold the rules' value of one field by so much, and believe everything."""
    choice = {f: {"one": odds if f == field else -9.0} for f in ROLES_OF}
    return Weights(choice, {s: {"one": 9.0} for s in ("both", "network", "rules")}, 0.5)


def test_claims_of_the_same_words_are_one_in_any_order(rules: list[Claim]) -> None:
    network = [(GROUP, rules[0])]
    for order in (rules, rules[::-1]):
        pairs = {(c.network and c.network.id, c.rules and c.rules.id) for c in paired(network, order)}
        assert pairs == {(rules[0].id, rules[0].id), (None, rules[1].id)}


def test_claims_that_share_no_word_of_act_or_figure_stay_apart(rules: list[Claim]) -> None:
    assert len(paired([(GROUP, rules[0])], [rules[1]])) == 2


def test_a_field_is_taken_with_what_it_rests_on(rules: list[Claim], tagged: Tagged) -> None:
    [candidate] = paired([(GROUP, of_network(rules[0], 9))], [rules[0]])
    claim = chosen(candidate, tagged, SETTING, held("killed", 9.0))
    assert claim.killed == rules[0].killed
    assert [v.low for v in claim.victims] == [v.low for v in rules[0].victims]
    check_grounding(claim, report_of(TEXT))


def test_a_field_that_the_weights_do_not_hold_stays(rules: list[Claim], tagged: Tagged) -> None:
    [candidate] = paired([(GROUP, of_network(rules[0], 9))], [rules[0]])
    killed = chosen(candidate, tagged, SETTING, held("killed", -9.0)).killed
    assert killed is not None
    assert killed.low == 9


def blamed(claim: Claim, confidence: Confidence, actor: str | None = None) -> Claim:
    """The claim with somebody blamed for it."""
    who = Perpetrator(text="gunmen", label=None if actor else "gunmen", actor=actor, side=None, confidence=confidence)
    return claim.model_copy(update={"perpetrator": who})


def test_a_fact_of_the_network_is_an_accusation_beside_the_authority_that_the_rules_cite(
    rules: list[Claim], tagged: Tagged
) -> None:
    own_voice = blamed(rules[0], Confidence.FACT).model_copy(update={"claimants": ()})
    [candidate] = paired([(GROUP, own_voice)], [rules[0]])
    claim = chosen(candidate, tagged, SETTING, held("voice", 9.0))
    assert claim.claimants == rules[0].claimants
    assert claim.perpetrator.confidence is Confidence.ACCUSED_BY_AUTHORITY


def test_an_accusation_without_anybody_cited_is_the_outlet_s_own_word(rules: list[Claim], tagged: Tagged) -> None:
    silent = rules[0].model_copy(update={"claimants": ()})
    [candidate] = paired([(GROUP, blamed(rules[0], Confidence.ACCUSED))], [silent])
    assert chosen(candidate, tagged, SETTING, held("voice", 9.0)).perpetrator.confidence is Confidence.FACT


def test_who_found_a_claim_is_told(rules: list[Claim], tagged: Tagged) -> None:
    both, alone = paired([(GROUP, rules[0])], rules)
    assert score_features(both, Company(), tagged, SETTING)[0] == "both"
    assert score_features(alone, Company(), tagged, SETTING)[0] == "rules"


def test_a_claim_is_weighed_beside_the_others_of_its_act(rules: list[Claim], tagged: Tagged) -> None:
    bare = rules[0].model_copy(update={"killed": None, "claimants": ()})
    first, second = paired([(GROUP, rules[0]), (GROUP, bare)], [])
    company = company_of([first, second], SETTING)
    assert company == [Company((bare,), 2, 1), Company((rules[0],), 2, 1)]
    assert score_features(second, company[1], tagged, SETTING)[1]["twin_bare"] == 1.0
    assert score_features(first, company[0], tagged, SETTING)[1]["twin_figure"] == 1.0


def test_acts_of_other_sentences_are_not_near(rules: list[Claim]) -> None:
    assert [c.near for c in company_of(paired([], rules), SETTING)] == [0, 0]


def test_what_a_claim_holds_speaks_for_it(rules: list[Claim], tagged: Tagged) -> None:
    [candidate] = paired([(GROUP, rules[0].model_copy(update={"where": None}))], [])
    told = score_features(candidate, Company(), tagged, SETTING)[1]
    assert {name for name in told if name.startswith("has_")} >= {"has_where", "has_killed", "has_claimants"}
    assert told["sure_kind"] == told["flag_background"] == 0.0


def test_what_is_left_out_is_less_likely_than_the_least(rules: list[Claim], tagged: Tagged) -> None:
    claims = joined([(GROUP, rules[0])], rules, tagged, SETTING)
    assert claims
    for claim in claims:
        assert claim.score is not None
        assert 0 < claim.score <= 1
    assert len({c.id for c in claims}) == len(claims)


def test_the_same_claims_come_in_any_order_of_the_rules(rules: list[Claim], tagged: Tagged) -> None:
    first = joined([(GROUP, rules[0])], rules, tagged, SETTING)
    assert joined([(GROUP, rules[0])], rules[::-1], tagged, SETTING) == first


def test_a_claim_that_says_less_of_the_same_act_is_left_out(rules: list[Claim], tagged: Tagged) -> None:
    """The figure alone, told by nobody, is in the claim that has the speaker too; another figure is another account."""
    whole = rules[0]
    less = whole.model_copy(update={"claimants": (), "injured": None})
    other = of_network(less, 5)
    network = [(GROUP, whole), (GROUP, less), (GROUP, other)]
    for order in (network, network[::-1]):
        kept = joined(order, [], tagged, SETTING, weights=held("when", -9.0))
        assert sorted(c.killed.low for c in kept if c.killed and c.killed.low) == [4, 5]
        assert [c.claimants for c in kept if c.killed and c.killed.low == 4] == [whole.claimants]


def believed(odds: float) -> Weights:
    """Weights by which every claim is right with the same odds."""
    return Weights(held("killed", -9.0).choice, {s: {"one": odds} for s in ("both", "network", "rules")}, 0.4)


def test_a_report_whose_likeliest_claim_is_not_likely_enough_has_none(rules: list[Claim], tagged: Tagged) -> None:
    assert not joined([], rules, tagged, SETTING, weights=believed(-0.3))
    assert joined([], rules, tagged, SETTING, weights=believed(-0.1))
