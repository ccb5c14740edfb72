"""Every measure of a set, report by report, so that sets pool and intervals follow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evaluation.checks import CheckScore, constant_verdict, score_checks
from evaluation.corpus import Corpus
from evaluation.findings import (
    FindingCounts,
    constant_macro,
    macro,
    macro_by_term,
    macro_interval,
    score_findings,
    sum_verdicts,
)
from evaluation.incidents import bcubed, match_incidents
from evaluation.measures import PRF, BCubed, Interval, M, Measure, interval, total
from evaluation.pipeline import Predicted
from evaluation.scoring import FIELDS, SPAN_FIELDS, Pair, ReportScore, pair_claims, score_report, scored
from trucewatch.model import BREACH_KINDS, KINDS, VIOLENT_KINDS, Claim, KindGroup

CONDUCT_KINDS = frozenset(k for k, info in KINDS.items() if info.group is KindGroup.CONDUCT)


@dataclass(frozen=True, slots=True)
class ReportRow:
    """All counts of one report."""

    corpus: str
    violent: ReportScore
    breaches: ReportScore
    incidents: BCubed
    singletons: BCubed
    findings: FindingCounts
    checks: CheckScore


@dataclass(frozen=True, slots=True)
class SetScore:
    """The score of one set, or of several pooled."""

    name: str
    rows: tuple[ReportRow, ...]
    corpora: tuple[Corpus, ...]
    full: bool
    """False where only claims were scored."""


def _by_report(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    out: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        out[claim.report].append(claim)
    return out


def score_set(corpus: Corpus, predicted: Predicted, *, full: bool = True) -> SetScore:
    """Score what the software says of a set against its gold."""
    gold_of, given_of = _by_report(corpus.claims), _by_report(predicted.claims)
    violent, breaches, pairs = {}, {}, list[Pair]()
    for report in corpus.reports:
        gold, given = gold_of[report.id], given_of[report.id]
        violent[report.id] = score_report(report, gold, given)
        breaches[report.id] = score_report(report, gold, given, kinds=BREACH_KINDS)
        conduct = pair_claims(report, scored(gold, CONDUCT_KINDS), scored(given, CONDUCT_KINDS))
        pairs += [*violent[report.id].pairs, *breaches[report.id].pairs, *conduct]
    violent_pairs = [p for score in violent.values() for p in score.pairs]
    clusters = {n.id: n.claims for n in predicted.incidents}
    linked = bcubed(corpus.claims, corpus.incidents, predicted.claims, clusters, violent_pairs)
    alone = bcubed(corpus.claims, corpus.incidents, predicted.claims, {}, violent_pairs)
    report_of = {c.id: c.report for c in (*corpus.claims, *predicted.claims)}
    findings = score_findings(
        corpus.findings,
        predicted.findings,
        match_incidents(corpus.incidents, clusters, pairs),
        lambda n: report_of[corpus.incidents[n][0]],
        lambda n: report_of[clusters[n][0]],
    )
    rows = tuple(
        ReportRow(
            corpus=corpus.name,
            violent=violent[r.id],
            breaches=breaches[r.id],
            incidents=linked.get(r.id, BCubed()),
            singletons=alone.get(r.id, BCubed()),
            findings=findings.get(r.id, FindingCounts()),
            checks=score_checks(
                [k for k in corpus.checks if k.report == r.id], [k for k in predicted.checks if k.report == r.id]
            ),
        )
        for r in corpus.reports
    )
    return SetScore(corpus.name, rows, (corpus,), full)


def pool(name: str, scores: Sequence[SetScore]) -> SetScore:
    """Several sets as one; nothing is linked across them."""
    return SetScore(
        name,
        tuple(row for s in scores for row in s.rows),
        tuple(c for s in scores for c in s.corpora),
        all(s.full for s in scores),
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: the counts, the value, and its interval."""

    name: str
    measure: Measure | None
    value: float
    interval: Interval


def _line(name: str, parts: Sequence[M]) -> Line:
    added: Measure = total(parts, type(parts[0])()) if parts else PRF()
    return Line(name, added, added.value, interval(parts))


def claim_lines(scores: Sequence[ReportScore]) -> list[Line]:
    """Events and strict events."""
    return [_line("events", [s.events for s in scores]), _line("strict", [s.strict for s in scores])]


def field_lines(scores: Sequence[ReportScore]) -> list[Line]:
    """Every field over pairs."""
    return [_line(name, [s.fields[name] for s in scores]) for name in (*FIELDS, *SPAN_FIELDS)]


def quiet_line(score: SetScore) -> Line:
    """The share of reports without violence that get no claim."""
    return _line("quiet", [r.violent.quiet for r in score.rows])


def incident_lines(score: SetScore) -> list[Line]:
    """B-cubed of the incidents, and of every claim standing alone."""
    return [
        _line("incidents", [r.incidents for r in score.rows]),
        _line("incidents, all singletons", [r.singletons for r in score.rows]),
    ]


def finding_lines(score: SetScore) -> list[Line]:
    """Macro-F1, each term, the constant answer, alleged violations; empty where there is no gold."""
    gold = [f for c in score.corpora for f in c.findings]
    if not gold:
        return []
    parts = [r.findings for r in score.rows]
    verdicts = sum_verdicts(parts)
    by_term = macro_by_term(verdicts)
    constant = constant_macro(gold)
    return [
        Line("findings, macro-F1", None, macro(verdicts), macro_interval(parts)),
        Line("findings, constant answer", None, constant, Interval(constant, constant)),
        _line("alleged violations", [p.violations for p in parts]),
        _line("attributed to", [p.attributed for p in parts]),
        *(Line(f"  {a} {t}", None, value, Interval(value, value)) for (a, t), value in sorted(by_term.items())),
    ]


def check_lines(score: SetScore) -> list[Line]:
    """Statements found, their verdicts, the constant answer; empty where there is no gold."""
    gold = [k for c in score.corpora for k in c.checks]
    if not gold:
        return []
    constant = constant_verdict(gold)
    return [
        _line("checks found", [r.checks.found for r in score.rows]),
        _line("check verdicts, of those found", [r.checks.verdicts for r in score.rows]),
        _line("check verdicts, of all", [r.checks.verdicts_of_all for r in score.rows]),
        _line("check verdicts as published", [r.checks.as_published for r in score.rows]),
        Line("check verdicts, constant answer", constant, constant.value, Interval(constant.value, constant.value)),
    ]


FLOORED_FIELDS = ("kind", "killed", "injured", "date", "place", "attribution", "background")
"""Fields whose rates the gate holds."""


def metrics(score: SetScore) -> Mapping[str, float]:
    """The rates that the gate holds, each better when higher."""
    violent = [r.violent for r in score.rows]
    out = {line.name + "_f1": line.value for line in claim_lines(violent)}
    out |= {line.name: line.value for line in field_lines(violent) if line.name in FLOORED_FIELDS}
    out["quiet"] = quiet_line(score).value
    out["breaches_f1"] = claim_lines([r.breaches for r in score.rows])[0].value
    if score.full:
        out["incidents_bcubed"] = incident_lines(score)[0].value
        if lines := finding_lines(score):
            out["findings_macro_f1"] = lines[0].value
            out["violations_f1"] = lines[2].value
        if lines := check_lines(score):
            out["checks_f1"] = lines[0].value
            out["check_verdicts"] = lines[2].value
    return out


__all__ = [
    "CONDUCT_KINDS",
    "FLOORED_FIELDS",
    "VIOLENT_KINDS",
    "Line",
    "ReportRow",
    "SetScore",
    "check_lines",
    "claim_lines",
    "field_lines",
    "finding_lines",
    "incident_lines",
    "metrics",
    "pool",
    "quiet_line",
    "score_set",
]
