from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.extract.conftest import report_of

from trucewatch.extract.sources import Attribution, country_in, find_attributions, own_voice, source_kind
from trucewatch.model import Claim, ClaimantKind, Confidence


def only(text: str) -> Attribution:
    found = find_attributions(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Two men died, the interior ministry said.", "interior ministry", ClaimantKind.GOVERNMENT),
        ("The army said two men died.", "army", ClaimantKind.MILITARY),
        ("According to the governor, two men died.", "governor", ClaimantKind.GOVERNMENT),
        ("Two men died, according to residents.", "residents", ClaimantKind.WITNESS),
        ("Two men died, said police.", "police", ClaimantKind.POLICE),
        ("A hospital director reported two deaths.", "hospital director", ClaimantKind.MEDICAL),
        ("The Lake Observatory reported two deaths.", "Lake Observatory", ClaimantKind.MONITOR),
        ("The rebels claimed that two men died.", "rebels", ClaimantKind.ARMED_GROUP),
        ("The ministry tweeted that two men died.", "ministry", ClaimantKind.GOVERNMENT),
        ("The party leader wrote that two men died.", "party leader", ClaimantKind.POLITICIAN),
        ("UN officials confirmed two deaths.", "UN officials", ClaimantKind.UN),
    ],
)
def test_source_is_cited_with_its_kind(text: str, name: str, kind: ClaimantKind) -> None:
    found = only(text)
    assert (found.name, found.kind) == (name, kind)


@pytest.mark.parametrize(
    "text",
    [
        "Two men died near the market.",
        "The truce was said to hold.",
        "Shelling killed two men.",
    ],
)
def test_source_none_where_nobody_is_cited(text: str) -> None:
    assert find_attributions(text) == []


@pytest.mark.parametrize("text", ["It said two men died.", "The ministry said two men died.", "They said so."])
def test_source_pronouns_are_marked(text: str) -> None:
    assert only(text).pronoun


def test_source_quoted_by_another_is_relayed() -> None:
    found = find_attributions("The state agency quoted the ministry as saying that two men died.")
    assert [(a.name, a.via_next) for a in found] == [("state agency", False), ("ministry", True)]


def test_source_verb_tells_denial() -> None:
    assert only("The army denied that it had fired.").verb == "denied"


def test_source_country_stands_in_its_name() -> None:
    assert only("The Malian army said two men died.").country == "ML"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Lena Okoro, deputy leader of the Meadow Party, tweeted that a soldier died.", "Lena Okoro"),
        ("The Lake Observatory, a war monitor, said two men died.", "Lake Observatory"),
        ("Two men died, the Lake Observatory, a war monitor, said.", "Lake Observatory"),
        ("Lawmaker Lena Okoro of the Meadow Party said a soldier died.", "Lena Okoro"),
    ],
)
def test_source_keeps_its_name_beside_a_description(text: str, name: str) -> None:
    assert name in only(text).name


def test_source_present_tense_cites() -> None:
    assert only("The ministry tweets that two men died.").kind is ClaimantKind.GOVERNMENT


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("the provincial governor's office", ClaimantKind.GOVERNMENT),
        ("a local doctor", ClaimantKind.MEDICAL),
        ("the UN mission", ClaimantKind.UN),
        ("villagers", ClaimantKind.WITNESS),
        ("the harvest", None),
    ],
)
def test_source_kind_of_words(words: str, kind: ClaimantKind | None) -> None:
    assert source_kind(words) is kind


@pytest.mark.parametrize(
    ("words", "iso"), [("Ukraine's army", "UA"), ("the Kremlin", "RU"), ("Malian officials", "ML")]
)
def test_source_country_in_words(words: str, iso: str) -> None:
    found = country_in(words)
    assert found is not None
    assert found.iso2 == iso


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("Ministry of Defence of Mali", ClaimantKind.GOVERNMENT),
        ("Malian Armed Forces", ClaimantKind.MILITARY),
        ("Lake Observatory for Human Rights", ClaimantKind.MONITOR),
        ("TASS", ClaimantKind.MEDIA),
    ],
)
def test_source_report_speaks_in_its_own_voice(source: str, kind: ClaimantKind) -> None:
    voice = own_voice(report_of("Quiet.", source=source))
    assert voice is not None
    assert voice[0] is kind


@pytest.mark.parametrize("source", ["Evening Courier", "Police Gazette", "Courier (TASS)", None])
def test_source_outlet_without_a_side_has_no_voice(source: str | None) -> None:
    assert own_voice(report_of("Quiet.", source=source)) is None


def test_source_pronoun_stands_for_the_last_named(rules: Callable[..., list[Claim]]) -> None:
    found = rules(
        "The interior ministry reported unrest on Friday. It said rebels shelled the town of Gao on Thursday."
    )
    assert [[c.name for c in x.claimants] for x in found] == [["interior ministry"]]


def test_source_own_publication_is_its_own_claimant(rules: Callable[..., list[Claim]]) -> None:
    found = rules("Rebels shelled the town of Gao on Thursday.", source="Ministry of Defence of Mali")
    assert [[(c.name, c.via) for c in x.claimants] for x in found] == [[("Ministry of Defence of Mali", "self")]]


def test_source_state_media_accuse_with_authority(rules: Callable[..., list[Claim]]) -> None:
    found = rules("Rebels shelled the town of Gao on Thursday.", source="TASS")
    assert [x.perpetrator.confidence for x in found] == [Confidence.ACCUSED_BY_AUTHORITY]


def test_source_relay_chain_ends_at_the_quoted(rules: Callable[..., list[Claim]]) -> None:
    found = rules("The state news agency quoted the interior ministry as saying that rebels shelled Gao on Thursday.")
    claimants = found[0].claimants
    assert [(c.name, c.via) for c in claimants] == [("interior ministry", 1), ("state news agency", None)]
