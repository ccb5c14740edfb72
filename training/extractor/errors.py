"""What goes wrong most, by kind, on the reports that the joining was learned on and the network was not.

python -m training.extractor.joining ...    # keeps what both extractors found
python -m training.extractor.errors         # counts the errors of the joined extractor by kind
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import click
from evaluation.scoring import FIELDS, ReportScore, score_report

from training.extractor.joining import Read, final_claims, kept_reads
from trucewatch.extract.joining import load_weights
from trucewatch.extract.roles import Role
from trucewatch.model import Claim, Evidence

_ATTRIBUTE = {"date": "when", "place": "where", "killed": "killed", "injured": "injured"}


def _acts(claim: Claim) -> list[Evidence]:
    return [e for e in claim.evidence if e.field == "kind"]


def _meet(left: Sequence[Evidence], right: Sequence[Evidence]) -> bool:
    return any(a.start < b.end and b.start < a.end for a in left for b in right)


def missed(read: Read, scored: ReportScore) -> Iterator[str]:
    """Why each gold claim was not found."""
    for claim in scored.missed:
        sort = " of history" * claim.background + f" ({claim.scope.value})"
        if read.tagged is None:
            yield "report passed over by the triage"
            continue
        acts = [m for m in read.tagged.mentions if m.role is Role.ACT]
        tagged = any(m.start < e.end and e.start < m.end for m in acts for e in _acts(claim))
        yield ("words of the act tagged, but " if tagged else "words of the act not tagged, ") + "no claim" + sort


def spurious(read: Read, scored: ReportScore) -> Iterator[str]:
    """What each claim too many is."""
    for claim in scored.spurious:
        second = any(_meet(_acts(claim), _acts(g)) for g in read.gold)
        yield f"{'a second claim of an act' if second else 'no act there'} ({claim.scope.value})"


def wrong(scored: ReportScore) -> Iterator[str]:
    """How each value of a found claim is wrong."""
    for pair in scored.pairs:
        gold, predicted = pair.gold, pair.predicted
        for field in (*_ATTRIBUTE, "kind", "attribution"):
            if FIELDS[field](gold, predicted) is not False:
                continue
            if field == "kind":
                yield f"kind: {gold.kind.value} taken for {predicted.kind.value}"
            elif field == "attribution":
                yield f"account: {gold.perpetrator.confidence.value} taken for {predicted.perpetrator.confidence.value}"
            else:
                yield f"{field}: {_how(getattr(gold, _ATTRIBUTE[field]), getattr(predicted, _ATTRIBUTE[field]))}"


def _how(gold: object, predicted: object) -> str:
    if gold is None:
        return "none in the gold"
    if predicted is None:
        return "missed"
    same = getattr(gold, "text", None) == getattr(predicted, "text", None)
    return "the same words read otherwise" if same else "other words"


@click.command()
@click.option("--most", default=30, show_default=True, help="How many kinds of error are printed.")
def main(most: int) -> None:
    """Print the commonest kinds of error with their counts."""
    weights = load_weights()
    found: Counter[str] = Counter()
    pairs = gold = 0
    for read in kept_reads():
        scored = score_report(read.report, list(read.gold), final_claims(read, weights))
        pairs, gold = pairs + len(scored.pairs), gold + len(scored.pairs) + len(scored.missed)
        found.update(f"missed: {kind}" for kind in missed(read, scored))
        found.update(f"too many: {kind}" for kind in spurious(read, scored))
        found.update(wrong(scored))
    click.echo(f"{gold} claims of the gold, {pairs} found")
    for kind, count in found.most_common(most):
        click.echo(f"{count:5} {kind}")


if __name__ == "__main__":
    main()
