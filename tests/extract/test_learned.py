"""The learned extractor on texts of our own: grounded, the same in any order, quiet where nothing happened."""

import pytest
from tests.extract.conftest import AGREEMENT, report_of

from trucewatch.extract import MODEL_VERSION, check_grounding, extract_learned
from trucewatch.locate import Gazetteer, Locator
from trucewatch.model import VIOLENT_KINDS, Claim

NEWS = (
    "BAMAKO, May 9 - Four soldiers were killed and six wounded when gunmen attacked an army post near Gao on Tuesday, "
    "the defence ministry said.\n\n"
    "A ministry spokesman blamed the River Front (RF) for the attack. The Front denied any part in it.\n\n"
    "Residents said shells hit a market in Ansongo on Monday, killing two traders."
)
QUIET = (
    "The price of onions rose again in Gao this week, traders said, and the municipal council met to discuss repairs "
    "of the main road before the rains. The annual regatta will be held on Sunday."
)


@pytest.fixture(scope="module")
def locator(gazetteer: Gazetteer) -> Locator:
    return Locator(gazetteer, AGREEMENT)


def claims_of(text: str, locator: Locator) -> list[Claim]:
    return extract_learned(report_of(text), locator=locator, agreement=AGREEMENT)


def test_every_claim_is_grounded_and_scored(locator: Locator) -> None:
    report = report_of(NEWS)
    claims = extract_learned(report, locator=locator, agreement=AGREEMENT)
    assert claims
    for claim in claims:
        check_grounding(claim, report)
        assert claim.extractor == MODEL_VERSION
        assert claim.score is not None
        assert 0 <= claim.score <= 1


def test_plain_news_gives_its_deaths(locator: Locator) -> None:
    killed = {c.killed.low for c in claims_of(NEWS, locator) if c.killed is not None and c.kind in VIOLENT_KINDS}
    assert 4 in killed


def test_quiet_news_gives_no_violent_claim(locator: Locator) -> None:
    assert not [c for c in claims_of(QUIET, locator) if c.kind in VIOLENT_KINDS]


def test_claims_do_not_hang_on_what_was_read_before(locator: Locator) -> None:
    first = [c.to_json() for c in claims_of(NEWS, locator)]
    claims_of(QUIET, locator)
    assert [c.to_json() for c in claims_of(NEWS, locator)] == first


@pytest.mark.parametrize("text", ["Shells.", "a", "!!!", "shelled " * 1500])
def test_odd_texts_are_survived(text: str, locator: Locator) -> None:
    report = report_of(text)
    for claim in extract_learned(report, locator=locator, agreement=AGREEMENT):
        check_grounding(claim, report)


def test_a_report_in_capitals_is_read(locator: Locator) -> None:
    assert any(c.kind in VIOLENT_KINDS for c in claims_of(NEWS.upper(), locator))
