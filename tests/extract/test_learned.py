"""The learned extractor on texts of our own: grounded, the same in any order, quiet where nothing happened."""

from collections.abc import Sequence

import numpy as np
import pytest
from tests.extract.conftest import AGREEMENT, report_of

from trucewatch.extract import MODEL_VERSION, check_grounding, extract_learned, split_sentences
from trucewatch.extract.claims import actor_book, read_report
from trucewatch.extract.learned import network_claims, places_of
from trucewatch.extract.roles import ATTRIBUTES, FLAGS, Mention, Role
from trucewatch.extract.tagger import Attributes, Proposal, Tagged
from trucewatch.locate import Gazetteer, Locator
from trucewatch.model import VIOLENT_KINDS, Category, Claim, ClaimantKind, Report

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


def test_a_body_that_publishes_speaks_for_its_own_claims(locator: Locator) -> None:
    report = report_of(NEWS, source="Malian Ministry of Defence")
    claims = extract_learned(report, locator=locator, agreement=AGREEMENT)
    assert claims
    assert all(c.claimants and c.claimants[-1].via == "self" for c in claims)


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


class Marked(Tagged):
    """Stands in for the network: the words that are marked, of which the first two make a claim."""

    def __init__(self, text: str, marks: Sequence[tuple[Role, str]]) -> None:
        super().__init__(None)  # type: ignore[arg-type]
        self.mentions = [
            Mention(role, text.index(words), text.index(words) + len(words), 1.0 - 1e-3) for role, words in marks
        ]

    def tag(self, report: Report, proposals: Sequence[Proposal] = ()) -> Tagged:
        return self

    def pair(self, i: int, j: int) -> float:
        return 5.0 if max(i, j) < 2 else -5.0

    def category(self, i: int) -> Category:
        return Category.UNKNOWN

    def claimant_kind(self, i: int) -> ClaimantKind:
        return ClaimantKind.OTHER

    def author_kind(self) -> ClaimantKind:
        return ClaimantKind.OTHER

    def attributes(self, acts: Sequence[int], others: Sequence[int]) -> Attributes:
        values = {name: np.eye(len(options), dtype=np.float32)[0] for name, options in ATTRIBUTES}
        return Attributes(values, dict.fromkeys(FLAGS, -5.0))


def test_an_unknown_place_lies_about_the_one_told_beside_it(locator: Locator) -> None:
    hamlet = "the hamlet of Zorbandikoro"
    text = f"Mali's army fought near Gao on Tuesday. Militants shelled {hamlet} and killed two soldiers."
    marked = Marked(text, [(Role.ACT, "shelled"), (Role.PLACE, hamlet), (Role.PLACE, "near Gao")])
    report = report_of(text)
    readings = read_report(report, split_sentences(text), actor_book(None), locator, None)
    places = places_of(report, readings, marked, locator)
    [(_, claim), *_] = network_claims(report, readings, marked, agreement=None, places=places)
    where = claim.where
    assert where is not None
    assert where.text == hamlet
    assert where.country == "ML"
    assert where.radius_km is not None
    assert where.radius_km >= 40


def test_an_act_without_a_day_has_the_one_it_is_most_tied_to(locator: Locator) -> None:
    text = "Fighting began on Tuesday. Later militants shelled Gao and killed two soldiers."
    marked = Marked(text, [(Role.ACT, "shelled"), (Role.KILLED, "two soldiers"), (Role.TIME, "on Tuesday")])
    marked.pair = lambda i, j: 5.0 if max(i, j) < 2 else -1.4  # type: ignore[method-assign]
    report = report_of(text)
    readings = read_report(report, split_sentences(text), actor_book(None), locator, None)
    places = places_of(report, readings, marked, locator)
    [(_, claim)] = network_claims(report, readings, marked, agreement=None, places=places)
    assert claim.when is not None
    assert claim.when.text == "on Tuesday"
