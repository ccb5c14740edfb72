"""What comes out of whole texts: one claim an account, its figures, its stance, its place and time."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from trucewatch.extract import RULES_VERSION
from trucewatch.extract.claims import _states_told
from trucewatch.model import (
    Agreement,
    Category,
    Cause,
    Claim,
    Confidence,
    Coverage,
    DatePrecision,
    Effect,
    Kind,
    Modality,
    Scope,
)

Rules = Callable[..., list[Claim]]
DENIED = (
    "Government troops shelled a market in Gao on Thursday, residents said. "
    "The army denied any involvement in the shelling."
)


def killed(claims: list[Claim]) -> list[tuple[int | None, int | None]]:
    return [(c.killed.low, c.killed.high) for c in claims if c.killed]


def test_claims_one_account_is_one_claim(rules: Rules) -> None:
    found = rules("Rebels shelled the town of Gao on Thursday. Two soldiers were killed in the shelling.")
    assert killed(found) == [(2, 2)]
    assert len(found) == 1


def test_claims_two_accounts_are_two_claims(rules: Rules) -> None:
    found = rules(
        "Two soldiers were killed in an attack near Gao on Thursday. The army blamed rebels. "
        "Residents said the governor's militia had carried out the attack."
    )
    accounts = {(c.perpetrator.label or c.perpetrator.actor, c.perpetrator.confidence) for c in found}
    assert ("rebels", Confidence.ACCUSED_BY_AUTHORITY) in accounts
    assert any(confidence is Confidence.ACCUSED for _, confidence in accounts)


def test_claims_two_figures_of_one_event_are_two_claims(rules: Rules) -> None:
    found = rules(
        "A blast hit a market in Gao on Thursday. The army said three people were killed. "
        "Hospital sources said five people were killed."
    )
    assert sorted(killed(found)) == [(3, 3), (5, 5)]


def test_claims_dead_of_both_sides_are_summed_as_ours(rules: Rules) -> None:
    found = rules("Two Sudanese soldiers and five Hezbollah fighters were killed in clashes near Gao on Thursday.")
    assert killed(found) == [(7, 7)]
    assert found[0].killed is not None
    assert not found[0].killed.stated
    assert {v.actor for v in found[0].victims} == {"Sudanese Armed Forces", "Hezbollah"}


def test_claims_both_sides_of_a_clash_are_targets(rules: Rules) -> None:
    found = rules("Sudanese soldiers and Hezbollah fighters clashed near Gao on Thursday.")
    assert [c.perpetrator.confidence for c in found] == [Confidence.NOT_STATED]
    assert {t.actor for t in found[0].targets} == {"Sudanese Armed Forces", "Hezbollah"}


def test_claims_replaced_figure_is_superseded(rules: Rules) -> None:
    found = rules(
        "A roadside bomb killed five soldiers near Gao on Thursday, the army said. "
        "It had earlier said that three soldiers were killed."
    )
    assert {((c.killed.low if c.killed else None), c.superseded) for c in found} == {(5, False), (3, True)}


def test_claims_denial_is_a_claim_of_its_own(rules: Rules) -> None:
    found = rules(DENIED)
    denied = [c for c in found if c.modality is Modality.DENIED]
    assert [(c.perpetrator.confidence, [d.name for d in c.denied_by]) for c in denied] == [
        (Confidence.DENIED, ["army"])
    ]


def test_claims_denial_leaves_the_accusation_standing(rules: Rules) -> None:
    found = rules(DENIED)
    assert Confidence.ACCUSED in {c.perpetrator.confidence for c in found if c.modality is Modality.ASSERTED}


@pytest.mark.parametrize(
    "text",
    [
        "Hezbollah claimed responsibility for an attack that killed two soldiers near Gao on Thursday.",
        "Hezbollah said it had shelled an army post near Gao on Thursday.",
        "The Malian army said its troops had shelled rebel positions near Gao on Thursday.",
    ],
)
def test_claims_own_act_is_claimed(rules: Rules, text: str) -> None:
    assert [c.perpetrator.confidence for c in rules(text)] == [Confidence.CLAIMED]


def test_claims_responsibility_taken_later_is_an_account_of_its_own(rules: Rules) -> None:
    found = rules("Two soldiers were killed in an attack near Gao on Thursday. Hezbollah claimed responsibility.")
    accounts = {(c.perpetrator.actor, c.perpetrator.confidence) for c in found}
    assert ("Hezbollah", Confidence.CLAIMED) in accounts
    assert {c.name for x in found for c in x.claimants} <= {"Hezbollah"}


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        ("Rebels shelled the town of Gao on Thursday.", Confidence.FACT),
        ("Rebels shelled the town of Gao on Thursday, the army said.", Confidence.ACCUSED_BY_AUTHORITY),
        ("Rebels shelled the town of Gao on Thursday, residents said.", Confidence.ACCUSED),
        ("Rebels shelled the town of Gao on Thursday, the Lake Observatory said.", Confidence.ACCUSED),
        ("Suspected rebels shelled the town of Gao on Thursday, residents said.", Confidence.POSSIBLE),
        ("Unidentified gunmen killed two soldiers near Gao on Thursday.", Confidence.WITHHELD),
        ("A mine killed two soldiers near Gao on Thursday.", Confidence.NOT_STATED),
        (
            "Two soldiers were killed in an attack near Gao on Thursday. No group has claimed responsibility.",
            Confidence.WITHHELD,
        ),
    ],
)
def test_claims_confidence_follows_who_says_it(rules: Rules, text: str, confidence: Confidence) -> None:
    assert [c.perpetrator.confidence for c in rules(text)] == [confidence]


def test_claims_withheld_has_no_actor(rules: Rules) -> None:
    found = rules("Unidentified gunmen killed two soldiers near Gao on Thursday.")[0].perpetrator
    assert (found.actor, found.label, found.side) == (None, None, None)


def test_claims_actor_and_side_come_from_the_agreement(rules: Rules, agreement: Agreement) -> None:
    found = rules("River fighters shelled a Malian army post near Gao on Thursday.", agreement=agreement)[0]
    assert (found.perpetrator.actor, found.perpetrator.side) == ("River Front", "south")
    assert [(t.actor, t.side) for t in found.targets] == [("Malian Armed Forces", "north")]


def test_claims_without_an_agreement_have_no_side(rules: Rules) -> None:
    found = rules("Sudanese troops shelled the town of Gao on Thursday.")[0]
    assert (found.perpetrator.actor, found.perpetrator.side) == ("Sudanese Armed Forces", None)


@pytest.mark.parametrize(
    "text",
    [
        "Since January 40 soldiers have been killed in Gao, the army said.",
        "The army counted 12 violations of the ceasefire in the past 24 hours.",
        "At least 300 civilians were killed over the past three months in Mali, monitors said.",
    ],
)
def test_claims_sums_over_a_period_are_tolls(rules: Rules, text: str) -> None:
    found = rules(text)
    assert [c.scope for c in found] == [Scope.TOLL]


def test_claims_toll_is_dated_by_its_period(rules: Rules) -> None:
    found = rules("Since 1 June 40 soldiers have been killed in Gao, the army said.")
    assert [(c.when.precision, c.when.start, c.when.end) for c in found if c.when] == [
        (DatePrecision.PERIOD, "2024-06-01", "2024-06-14")
    ]


@pytest.mark.parametrize(
    "verb",
    [
        "attack",
        "bomb",
        "shell",
    ],
)
def test_claims_planned_act_is_hypothetical(rules: Rules, verb: str) -> None:
    found = rules(f"Rebels shelled Gao on Thursday. The army threatened to {verb} rebel positions near Ansongo.")
    assert Modality.HYPOTHETICAL in {c.modality for c in found}


def test_claims_place_of_the_act_is_resolved(rules: Rules) -> None:
    found = rules("Rebels shelled the town of Gao on Thursday.")[0]
    assert found.where is not None
    assert (found.where.country, found.where.name) == ("ML", "Gao")
    assert found.where.lat == pytest.approx(16.27, abs=0.1)


def test_claims_unheard_place_keeps_its_words(rules: Rules) -> None:
    found = rules("Rebels shelled the village of Xqzwvtk on Thursday, killing two farmers.")[0]
    assert found.where is not None
    assert found.where.text == "the village of Xqzwvtk"
    assert found.where.lat is None


def test_claims_dateline_capital_is_no_place_of_the_act(rules: Rules) -> None:
    found = rules("PARIS (Agency) - Rebels killed two soldiers near Gao on Thursday.")[0]
    assert found.where is not None
    assert found.where.country == "ML"


@pytest.mark.parametrize(
    ("words", "day"), [("on Thursday", "2024-06-13"), ("on 12 June", "2024-06-12"), ("yesterday", "2024-06-13")]
)
def test_claims_date_of_the_act_is_resolved(rules: Rules, words: str, day: str) -> None:
    found = rules(f"Rebels shelled the town of Gao {words}.")[0]
    assert found.when is not None
    assert (found.when.start, found.when.end, found.when.precision) == (day, day, DatePrecision.DAY)


def test_claims_day_of_the_saying_dates_no_act(rules: Rules) -> None:
    found = rules("Rebels shelled the town of Gao on Wednesday, the army said on Friday.")[0]
    assert found.when is not None
    assert (found.when.start, found.when.end) == ("2024-06-12", "2024-06-12")


def test_claims_day_of_a_confirmation_dates_no_act(rules: Rules) -> None:
    found = rules("Two soldiers were killed near Gao on Wednesday. The army confirmed the deaths of the two on Friday.")
    assert {c.when.start for c in found if c.when} == {"2024-06-12"}


def test_claims_same_day_is_the_day_told_before(rules: Rules) -> None:
    found = rules("A mine killed a farmer near Gao on Wednesday. On the same day rebels shelled the town of Ansongo.")
    assert {c.when.start for c in found if c.when} == {"2024-06-12"}


def test_claims_long_ago_is_background(rules: Rules) -> None:
    found = rules("Rebels shelled Gao on Thursday.\n\nOn 2 March a mine killed four soldiers near Ansongo.")
    assert [c.background for c in found] == [False, True]


def test_claims_name_of_a_victim_is_kept(rules: Rules) -> None:
    found = rules("A soldier, Omar Dembaye, was killed near Gao on Thursday.")[0]
    assert [v.names for v in found.victims] == [("Omar Dembaye",)]


def test_claims_name_ends_before_the_full_stop(rules: Rules) -> None:
    found = rules("Two soldiers were killed near Gao on Thursday. The army named one of the dead as Omar Dembaye.")
    assert [n for c in found for v in c.victims for n in v.names] == ["Omar Dembaye"]


def test_claims_civilians_struck_by_unstated_means_are_attacked(rules: Rules) -> None:
    found = rules("Rebels attacked the village of Ansongo on Thursday and killed three farmers.")
    assert [(c.kind, {t.category for t in c.targets}) for c in found] == [(Kind.ATTACK, {Category.CIVILIAN})]


def test_claims_soldiers_struck_by_unstated_means_clash(rules: Rules) -> None:
    found = rules("Rebels attacked an army post near Gao on Thursday and killed three soldiers.")
    assert [c.kind for c in found] == [Kind.ARMED_CLASH]


def test_claims_soldier_dead_of_illness_is_non_hostile(rules: Rules) -> None:
    found = rules("A Malian soldier died of a heart attack at a post near Gao on Thursday, the army said.")
    assert [(v.cause, v.effect) for c in found for v in c.victims] == [(Cause.NON_HOSTILE, Effect.KILLED)]


def test_claims_nobody_hurt_is_none_killed_and_none_injured(rules: Rules) -> None:
    found = rules("Rebels shelled the town of Gao on Thursday. Nobody was hurt.")
    assert [(c.killed.high, c.injured.high) for c in found if c.killed and c.injured] == [(0, 0)]


def test_claims_shells_are_counted_as_acts(rules: Rules) -> None:
    found = rules("Rebels fired six mortar shells at the town of Gao on Thursday.")[0]
    assert found.acts is not None
    assert (found.acts.low, found.killed) == (6, None)


def test_claims_one_of_several_dead_is_part(rules: Rules) -> None:
    found = rules(
        "Two soldiers were killed near Gao on Thursday, the army said. "
        "The mayor of Mopti said that one of the two soldiers killed was Omar Dembaye."
    )
    assert [c.coverage for c in found if c.killed and c.killed.low == 1] == [Coverage.PART]


def test_claims_weapon_is_told(rules: Rules) -> None:
    assert "roadside bomb" in (rules("A roadside bomb killed two soldiers near Gao on Thursday.")[0].weapon or "")


@pytest.mark.parametrize(
    "text",
    [
        "The striker scored twice as the Eagles shot down the Lions in a derby that exploded into life late.",
        "A golf truce ended when the two players attacked the back nine in the final of the championship.",
        "An earthquake killed 40 people and injured 200 near Gao on Thursday, the civil protection agency said.",
        "Two people were killed and five injured when a bus overturned near Gao on Thursday, police said.",
        "The party attacked the budget in parliament and fired its treasurer before the election.",
        "The ministers met in Geneva on Thursday and agreed to go on with talks.",
        "The town marked the anniversary of the battle, in which hundreds died, with a ceremony.",
        "A price war broke out between two supermarkets in Gao on Thursday.",
        "Nurses in Gao went on strike for better pay on Thursday.",
    ],
)
def test_claims_none_of_violence_in_quiet_reports(rules: Rules, text: str) -> None:
    found = [c for c in rules(text) if c.kind not in {Kind.AGREEMENT, Kind.OTHER}]
    assert found == []


def test_claims_name_their_extractor(rules: Rules) -> None:
    assert {c.extractor for c in rules("Rebels shelled Gao on Thursday.")} == {RULES_VERSION}


def test_claims_of_an_empty_report_are_none(rules: Rules) -> None:
    assert rules(" ") == []


@pytest.mark.parametrize("preposition", ["at", "in", "near"])
def test_claims_place_after_any_preposition(rules: Rules, preposition: str) -> None:
    (claim,) = rules(f"Six soldiers were killed {preposition} Gao on Tuesday.")
    assert claim.where is not None
    assert claim.where.name == "Gao"


@pytest.mark.parametrize(
    "text",
    [
        '"Rebels shelled Gao on Thursday. Our forces held their fire," the governor said.',
        'The governor said: "Rebels shelled Gao on Thursday. Our forces held their fire."',
    ],
)
def test_claims_quotation_of_two_sentences_is_its_speakers(rules: Rules, text: str) -> None:
    (claim,) = rules(text)
    assert claim.perpetrator.confidence is not Confidence.FACT
    assert [c.name for c in claim.claimants] == ["governor"]


def test_claims_denial_that_goes_on_to_accuse_is_an_accusation(rules: Rules) -> None:
    (claim,) = rules("The army denied the charge and accused the rebels of shelling Gao on Thursday.")
    assert claim.perpetrator.confidence is Confidence.ACCUSED_BY_AUTHORITY
    assert claim.modality is Modality.ASSERTED
    assert claim.denied_by == ()


def test_claims_apposition_does_not_make_the_accused_the_speaker(rules: Rules) -> None:
    (claim,) = rules("The governor, Sultan Maiga, said rebels shelled a camp in Gao on Sunday, killing 12 people.")
    assert [c.name for c in claim.claimants] == ["Sultan Maiga"]
    assert claim.perpetrator.confidence is not Confidence.FACT


def test_claims_nobody_claiming_the_killing_is_no_second_killing(rules: Rules) -> None:
    found = rules("Gunmen shot dead a trader in Gao on Wednesday. No group has claimed responsibility for the killing.")
    assert (0, 0) not in killed(found)


def test_claims_it_had_killed_is_the_speakers_own_act(rules: Rules) -> None:
    (claim,) = rules("The army said it had killed 15 rebels near Gao on Sunday.")
    assert claim.perpetrator.confidence is Confidence.CLAIMED


def test_a_region_that_bears_a_states_name_does_not_name_the_state() -> None:
    assert _states_told(["Militants of the Niger Delta said that Nigerian troops fled."], set()) == ["Nigerian"]
