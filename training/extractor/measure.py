"""Scores of an extractor on a split of the corpus: the network as trained, the gold in its place, or the rules."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import click
import numpy as np
import torch
from evaluation.measures import PRF, Tally
from evaluation.scoring import ReportScore, score_report

from training.corpus.manifest import CONFLICTS
from training.extractor.corpus import Sample, load_samples, real_samples
from training.extractor.net import DISTANCES, Extractor, load_encoder
from training.extractor.oracle import OracleTagger
from trucewatch.extract.claims import extract_claims
from trucewatch.extract.learned import extract_learned
from trucewatch.extract.tagger import Heads, Tagger, load_tagger
from trucewatch.extract.windows import Window
from trucewatch.locate import Gazetteer, Locator
from trucewatch.model import Claim, Report

Extract = Callable[[Report], list[Claim]]


def heads_of(net: Extractor) -> Heads:
    """The parts of the network that work on mentions, as arrays."""

    def array(t: torch.Tensor) -> np.ndarray:  # type: ignore[type-arg]
        return t.detach().numpy()

    return Heads(
        pair_roles=array(net.pair_roles),
        pair_distance=array(net.pair_distance),
        pair_edges=np.array(DISTANCES, dtype=np.float32),
        pair_weight=array(net.pair_out.weight[0]),
        pair_bias=array(net.pair_out.bias),
        pair_near=array(net.pair_near),
        member_roles=array(net.member_roles),
        claim_weight=array(net.claim_out.weight),
        claim_bias=array(net.claim_out.bias),
    )


def load_network(path: Path, attention: str = "sdpa") -> Extractor:
    """A trained network, nothing dropped."""
    net = Extractor(load_encoder(attention))
    own = net.state_dict()
    net.load_state_dict(own | {k: v for k, v in torch.load(path, weights_only=True).items() if v.shape == own[k].shape})
    return net.eval()


def torch_tagger(path: Path) -> Tagger:
    """The network as trained, before export."""
    net = load_network(path)

    def run(window: Window) -> dict[str, np.ndarray]:  # type: ignore[type-arg]
        ids, types = torch.tensor([window.ids]), torch.tensor([window.types])
        with torch.no_grad():
            out = net.tokens(net.encode(ids, types, torch.ones_like(ids)))
        return {name: value[0].numpy() for name, value in out.items()}

    return Tagger(run, heads_of(net))


def score(samples: Sequence[Sample], extract: Extract) -> list[ReportScore]:
    """The scores of every report."""
    return [score_report(s.report, s.claims, extract(s.report)) for s in samples]


def interval(scores: Sequence[ReportScore], name: str, *, rounds: int = 500) -> tuple[float, float]:
    """95% bootstrap interval over reports of an F1."""
    rng = random.Random(0)
    values = sorted(
        sum((getattr(s, name) for s in rng.choices(scores, k=len(scores))), PRF()).f1 for _ in range(rounds)
    )
    return values[int(rounds * 0.025)], values[int(rounds * 0.975)]


def lines(scores: Sequence[ReportScore]) -> list[str]:
    """Event and strict F1, quiet reports, then each field."""
    out = []
    for name in ("events", "strict"):
        total = sum((getattr(s, name) for s in scores), PRF())
        low, high = interval(scores, name)
        out.append(f"{name} F1 {total.f1:.3f} [{low:.3f}-{high:.3f}] P {total.precision:.3f} R {total.recall:.3f}")
    quiet = sum((s.quiet for s in scores), Tally())
    out.append(f"quiet reports without a false claim {quiet.right} of {quiet.total}")
    for field in scores[0].fields:
        rows = [s.fields[field] for s in scores]
        total = sum(rows[1:], rows[0])  # type: ignore[type-var]
        if isinstance(total, Tally):
            out.append(f"  {field} {total.right / max(1, total.total):.3f} of {total.total}")
        else:
            out.append(f"  {field} F1 {total.f1:.3f}")
    return out


@click.command()
@click.argument("what", type=click.Choice(["model", "shipped", "gold", "rules"]))
@click.option("--split", default="dev", show_default=True)
@click.option("--corpus", type=click.Path(path_type=Path), default=CONFLICTS)
@click.option("--weights", type=click.Path(path_type=Path), default=Path("build/extractor/model.pt"))
@click.option("--data", type=click.Path(path_type=Path), default=Path("../shared/data"))
@click.option("--real", is_flag=True, help="Real text instead of our own reports.")
@click.option("--every", default=1, help="Only one report in so many.")
@click.option("--errors", default=0, help="Print so many pairs with a wrong strict field.")
def main(what: str, split: str, corpus: Path, weights: Path, data: Path, real: bool, every: int, errors: int) -> None:
    """Print the scores of one extractor on a split."""
    torch.set_num_threads(1)
    samples = (real_samples(split, data) if real else load_samples(split, None, corpus))[::every]
    locator = Locator(Gazetteer.load(), None)
    tagger = {
        "model": lambda: torch_tagger(weights),
        "gold": lambda: OracleTagger(samples),
        "rules": lambda: None,
        "shipped": load_tagger,
    }[what]()

    def extract(report: Report) -> list[Claim]:
        if tagger is None:
            return extract_claims(report, locator=locator)
        return extract_learned(report, locator=locator, tagger=tagger)  # type: ignore[arg-type]

    scores = score(samples, extract)
    click.echo("\n".join(lines(scores)))
    if errors:
        _print_errors(scores, errors)


def _print_errors(scores: Sequence[ReportScore], limit: int) -> None:
    from evaluation.scoring import FIELDS, SPAN_FIELDS

    shown = 0
    for s in scores:
        for c in s.missed:
            click.echo(f"MISSED {s.report} {c.id} {c.kind.value} {[e.quote for e in c.evidence if e.field == 'kind']}")
        for c in s.spurious:
            click.echo(f"SPURIOUS {s.report} {c.kind.value} {[(e.field, e.quote) for e in c.evidence]}")
        for p in s.pairs:
            wrong = [f for f, rule in FIELDS.items() if rule(p.gold, p.predicted) is False]
            if SPAN_FIELDS["claimant"](p.gold, p.predicted).f1 < 1:
                wrong.append("claimant")
            for f in wrong:
                click.echo(f"WRONG {f} {s.report} {p.gold.id}: {_value(p.gold, f)} != {_value(p.predicted, f)}")
            shown += bool(wrong)
        if shown >= limit:
            return


def _value(claim: Claim, field: str) -> object:
    return {
        "date": claim.when,
        "place": claim.where and (claim.where.text, claim.where.name, claim.where.lat, claim.where.lon),
        "killed": claim.killed,
        "injured": claim.injured,
        "attribution": claim.perpetrator.confidence.value,
        "perpetrator": (claim.perpetrator.text, claim.perpetrator.actor),
        "perpetrator_named": (claim.perpetrator.text, claim.perpetrator.actor),
        "target_category": [(t.text, t.category.value) for t in claim.targets],
        "cause": [v.cause.value for v in claim.victims],
        "claimant": [(c.text, c.name) for c in claim.claimants],
        "claimant_kind": [(c.name, c.kind.value, c.via) for c in claim.claimants],
    }.get(field, getattr(claim, field, None))


if __name__ == "__main__":
    main()
