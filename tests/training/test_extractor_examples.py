"""Training examples hold what the finders propose, as the network meets it at run time."""

import random

from training.extractor.corpus import load_samples
from training.extractor.examples import examples_of
from training.extractor.variants import Renamer

from trucewatch.extract.roles import ROLES, Role
from trucewatch.extract.tagger import Proposal

SAMPLES = load_samples("dev")
SAMPLE = next(s for s in SAMPLES if s.claims and len(s.report.text) < 1500)


def _gold_span(role: Role) -> tuple[int, int]:
    return next((e.start, e.end) for c in SAMPLE.claims for e in c.evidence if e.field == role.value)


def test_examples_leave_out_a_proposal_that_gold_has() -> None:
    start, end = _gold_span(Role.ACT)
    (example,) = examples_of(SAMPLE.report, SAMPLE.claims, (Proposal(Role.ACT, start, end),))
    assert len(example.proposed) == 0


def test_examples_keep_a_proposal_of_another_role_as_its_tokens() -> None:
    start, end = _gold_span(Role.ACT)
    (example,) = examples_of(SAMPLE.report, SAMPLE.claims, (Proposal(Role.WEAPON, start, end),))
    ((role, a, b),) = example.proposed.tolist()
    window = example.window
    assert (role, window.starts[a - window.first], window.ends[b - 1 - window.first]) == (
        ROLES.index(Role.WEAPON),
        start,
        end,
    )


def test_renamed_proposals_move_with_their_words() -> None:
    first = next(e for c in SAMPLE.claims for e in c.evidence if e.field == Role.ACT.value)
    sample = SAMPLE.__class__(
        SAMPLE.report, SAMPLE.claims, SAMPLE.places, SAMPLE.actors, (Proposal(Role.ACT, first.start, first.end),)
    )
    report, claims, proposals = Renamer(SAMPLES).renamed(sample, random.Random(3))
    moved = next(e for c in claims for e in c.evidence if e.field == Role.ACT.value)
    assert (proposals[0].start, proposals[0].end) == (moved.start, moved.end)
    assert report.text[moved.start : moved.end] == moved.quote
