"""Incidents against the terms of an agreement: ordered tests for each account, combined by the contract's rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from trucewatch.assess.actors import attributed_to
from trucewatch.assess.case import Answer, Case, View, claims_for
from trucewatch.assess.tests import RUN
from trucewatch.errors import AgreementError
from trucewatch.model import (
    TERM_TESTS,
    Agreement,
    Claim,
    Finding,
    FindingAccount,
    Incident,
    Kind,
    Outcome,
    Reason,
    Report,
    TermRole,
    Verdict,
)

_NO_EXCLUDES = frozenset({TermRole.ACT, TermRole.COMMITMENT, TermRole.TIME, TermRole.PLACE, TermRole.ACTOR})


def assess_incidents(
    incidents: Iterable[Incident],
    claims: Mapping[str, Claim],
    reports: Mapping[str, Report],
    agreement: Agreement,
) -> tuple[Finding, ...]:
    """A finding for each incident and testable term, in the order of the incidents and of the terms.

    The signing of an agreement is no act that a term could speak of and gets none.

    Args:
        incidents: What happened.
        claims: The claims that the incidents rest on, by id.
        reports: The reports of those claims, by id.
        agreement: With the geometry of its zones, as `load_agreement` gives it.

    Raises:
        AgreementError: A term names a test or a zone that does not exist, or a zone cannot be measured.
        RecordError: A claim of an incident, or its report, is not there.
    """
    view = View(agreement)
    terms = [term for term in agreement.terms if term.testable]
    for term in terms:
        for test in term.tests:
            if test not in RUN:
                raise AgreementError(
                    f"unknown test: {test!r}", where=f"term {term.id!r}", remedy=f"tests are {', '.join(RUN)}"
                )
    judged = [incident for incident in incidents if incident.kind is not Kind.AGREEMENT]
    view.measure_all(points_of(judged))
    words: dict[str, str] = {}
    findings = []
    for incident in judged:
        told = claims_for(incident, claims, reports)
        findings += [_finding(Case(view, term, incident, told, reports, words)) for term in terms]
    return tuple(findings)


def points_of(incidents: Iterable[Incident]) -> list[tuple[float, float]]:
    """The points (lon, lat) of incidents, the further places of a list among them."""
    places = [place for n in incidents if n.where is not None for place in (n.where, *n.where.also)]
    return [(p.lon, p.lat) for p in places if p.lon is not None and p.lat is not None]


def _finding(case: Case) -> Finding:
    answers = run_tests(case)
    verdict = combine([verdict_of(answers, index) for index in range(len(case.accounts))])
    return Finding(
        incident=case.incident.id,
        agreement=case.view.agreement.id,
        term=case.term.id,
        verdict=verdict,
        attributed_to=attributed_to(case) if verdict is Verdict.ALLEGED_VIOLATION else None,
        accounts=tuple(
            FindingAccount(actor=a.actor, label=a.label, side=a.side, confidence=a.confidence) for a in case.accounts
        ),
        reasons=tuple(Reason(test=t, outcome=a.outcome, figures=a.figures) for t, a in answers.items()),
    )


def run_tests(case: Case) -> dict[str, Answer]:
    """The answers to the term's tests in their order.

    What is not the conduct that a term commits to is asked nothing more: the route of an act that is no patrol is
    no question.
    """
    answers: dict[str, Answer] = {}
    for test in case.term.tests:
        answers[test] = RUN[test](case)
        if TERM_TESTS[test].role is TermRole.COMMITMENT and answers[test].outcome is not Outcome.YES:
            break
    return answers


def verdict_of(answers: Mapping[str, Answer], index: int) -> Verdict:
    """The verdict on one account.

    Any no in act, time, place or bound actor, or a yes in exempt group, puts it outside; else any unknown leaves it
    undetermined; else it is consistent where the term is a commitment, and an alleged violation where it is not.
    """
    seen = {TERM_TESTS[test].role: set[Outcome]() for test in answers}
    for test, answer in answers.items():
        seen[TERM_TESTS[test].role].add(answer.by_account[index])
    if any(Outcome.NO in seen.get(role, ()) for role in _NO_EXCLUDES) or Outcome.YES in seen.get(TermRole.EXEMPT, ()):
        return Verdict.OUT_OF_SCOPE
    if any(Outcome.UNKNOWN in outcomes for role, outcomes in seen.items() if role is not TermRole.EXTENT):
        return Verdict.UNDETERMINED
    return Verdict.CONSISTENT if TermRole.COMMITMENT in seen else Verdict.ALLEGED_VIOLATION


def combine(verdicts: Sequence[Verdict]) -> Verdict:
    """The verdict that all accounts lead to; accounts that lead to different ones leave it undetermined."""
    return verdicts[0] if len(set(verdicts)) == 1 else Verdict.UNDETERMINED
