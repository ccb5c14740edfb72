"""How far two blind annotations of the same texts agree, by the scorer that measures extractors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluation.measures import PRF, Tally
from evaluation.scoring import FIELDS, SPAN_FIELDS, ReportScore, score_fields, score_report

from training.corpus.build import Compiled
from trucewatch.errors import InputError
from trucewatch.model import Claim, Report


@dataclass(frozen=True, slots=True)
class Agreement:
    """Event and strict F1 and the share of equal fields over pairs.

    F1 is the same whichever annotation is taken for gold. The fields and the pairing lean a little on the first: a
    claim of kind `attack` or `casualty` there pairs more easily, and its radius says how far off a place may be.
    """

    reports: tuple[str, ...]
    events: PRF
    strict: PRF
    fields: Mapping[str, Tally | PRF]
    scores: tuple[ReportScore, ...]
    quiet_agreed: Tally
    """Of reports without a violent claim in either annotation: right where both have none."""


def agree(first: Sequence[Compiled], second: Sequence[Compiled]) -> Agreement:
    """Compare the reports that both annotated.

    Raises:
        InputError: No report is in both, or the two have different words for one.
    """
    mine, theirs = _by_report(first), _by_report(second)
    both = sorted(set(mine) & set(theirs))
    if not both:
        raise InputError("no report is in both annotations", where="agree", remedy="give the same reports the same ids")
    scores: list[ReportScore] = []
    quiet = Tally()
    for name in both:
        report, gold = mine[name]
        other, predicted = theirs[name]
        if (report.title, report.text) != (other.title, other.text):
            raise InputError(
                f"the annotations have different words: {_difference(report, other)}",
                where=name,
                remedy="mark up the text as it stands; `strip` prints it",
            )
        score = score_report(report, gold, predicted)
        scores.append(score)
        if not score.pairs and (not score.missed or not score.spurious):
            quiet += Tally(int(not score.missed and not score.spurious), 1)
    return Agreement(
        reports=tuple(both),
        events=sum((s.events for s in scores), PRF()),
        strict=sum((s.strict for s in scores), PRF()),
        fields=score_fields(p for s in scores for p in s.pairs),
        scores=tuple(scores),
        quiet_agreed=quiet,
    )


def _by_report(corpus: Sequence[Compiled]) -> dict[str, tuple[Report, list[Claim]]]:
    out: dict[str, tuple[Report, list[Claim]]] = {r.id: (r, []) for c in corpus for r in c.gold.reports}
    for claim in (x for c in corpus for x in c.gold.claims):
        out[claim.report][1].append(claim)
    return out


def _difference(report: Report, other: Report) -> str:
    for a, b in ((report.title or "", other.title or ""), (report.text, other.text)):
        at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
        if a != b:
            return f"'{a[max(0, at - 20) : at + 20]}' and '{b[max(0, at - 20) : at + 20]}'"
    return "nothing"


def table(agreement: Agreement) -> list[str]:
    """The agreement as lines to print."""
    e, s, quiet = agreement.events, agreement.strict, agreement.quiet_agreed
    lines = [
        f"{len(agreement.reports)} reports, {e.tp + e.fn:.0f} and {e.tp + e.fp:.0f} claims that are scored, "
        f"{e.tp:.0f} pairs",
        f"event F1 {e.f1:.3f}, strict F1 {s.f1:.3f}; "
        f"reports that either calls free of violence: both do in {quiet.right:.0f} of {quiet.total:.0f}",
    ]
    for name in (*FIELDS, *SPAN_FIELDS):
        value = agreement.fields[name]
        if value.support:
            lines.append(f"  {name} {value.value:.3f} of {value.support:.0f}")
    return lines


def differences(agreement: Agreement) -> list[str]:
    """Each claim without a partner and each field in which a pair differs, for the talk that mends the codebook."""
    lines: list[str] = []
    for score in agreement.scores:
        lines += [f"{c.id}: only the first has it: {_told(c)}" for c in score.missed]
        lines += [f"{c.id}: only the second has it: {_told(c)}" for c in score.spurious]
        for pair in score.pairs:
            unlike = [n for n, rule in FIELDS.items() if rule(pair.gold, pair.predicted) is False]
            if unlike:
                lines.append(f"{pair.gold.id} and {pair.predicted.id}: {', '.join(unlike)}")
    return lines


def _told(claim: Claim) -> str:
    quotes = " | ".join(e.quote for e in claim.evidence[:3])
    return f"{claim.kind}, {claim.scope}: {quotes}"
