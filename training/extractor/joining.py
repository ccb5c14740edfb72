"""Learn whose value holds where network and rules differ, and how likely each claim is right.

    python -m training.extractor.joining [--data ../shared/data] [--batch NAME ...] [--keep FIELD ...] [--write]

Learned on reports that the network was not trained on: the dev conflicts, the development reports, and, while the
network does not know them, batches of real text. Every weight is that of a logistic regression with an L2 penalty;
what is printed is from folds by conflict or document, the weights that are written from all.
"""

from __future__ import annotations

import math
import pickle
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import click
import numpy as np
from evaluation.corpus import load_corpus
from evaluation.measures import PRF
from evaluation.scoring import FIELDS, SPAN_FIELDS, score_report
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from training.corpus.real import HERE, compile_batch
from training.extractor.corpus import load_samples
from trucewatch.extract.grouping import Group
from trucewatch.extract.joining import (
    ROLES_OF,
    Candidate,
    Setting,
    Weights,
    choice_features,
    chosen,
    company_of,
    differ,
    joined,
    load_weights,
    paired,
    score_features,
)
from trucewatch.extract.learned import read_by_both
from trucewatch.extract.tagger import Tagged
from trucewatch.extract.triage import passes_triage
from trucewatch.extract.weighing import Features
from trucewatch.locate import Gazetteer, Locator
from trucewatch.model import BREACH_KINDS, VIOLENT_KINDS, Agreement, Claim, Report
from trucewatch.read import load_agreement

DEVELOPMENT = Path("evaluation/development")
WEIGHTS = Path("src/trucewatch/extract/data/joining.toml")
CACHE = Path("build/extractor/joining.pkl")
FOLDS = 8
PENALTY = {"choice": 1.0, "score": 0.01}
"""Inverse strength of the penalty; that of the score is on features of one spread."""

OWN_WEIGHT = 2.0
"""How much more a claim of our own reports weighs than one of real text, of which there is far more."""

_RULE_OF = {"when": "date", "where": "place", "killed": "killed", "injured": "injured"}


@dataclass(frozen=True)
class Read:
    """A report as both extractors see it; reports of a conflict share a `fold`, and public documents are `real`."""

    report: Report
    gold: tuple[Claim, ...]
    fold: int
    network: tuple[tuple[Group, Claim], ...]
    rules: tuple[Claim, ...]
    tagged: Tagged | None
    starts: tuple[int, ...]
    real: bool = False

    @cached_property
    def setting(self) -> Setting:
        """What tells of the report."""
        return Setting.of(self.report, self.starts)

    @property
    def weight(self) -> float:
        """How much each of its claims weighs."""
        return 1.0 if self.real else OWN_WEIGHT

    def candidates(self) -> list[Candidate]:
        """What the two hold for each claim."""
        return paired(self.network, self.rules)


def _fold(name: str) -> int:
    return zlib.crc32(name.encode()) % FOLDS


def _sources(
    data: Path, names: Sequence[str]
) -> Iterator[tuple[Report, tuple[Claim, ...], Agreement | None, int, bool]]:
    for s in load_samples("dev"):
        yield s.report, s.claims, None, _fold(s.report.id[:2]), False
    for folder in sorted(p for p in DEVELOPMENT.iterdir() if p.is_dir()):
        corpus = load_corpus(folder)
        agreement = load_agreement(corpus.agreement) if corpus.agreement else None
        for report in corpus.reports:
            gold = tuple(c for c in corpus.claims if c.report == report.id)
            yield report, gold, agreement, _fold(folder.name), False
    for name in names:
        compiled = compile_batch(HERE / "train" / name, data)
        for report in compiled.gold.reports:
            gold = tuple(c for c in compiled.gold.claims if c.report == report.id)
            yield report, gold, None, _fold(report.id), True


def read_all(data: Path, names: Sequence[str]) -> list[Read]:
    """Both extractors over every report."""
    gazetteer = Gazetteer.load()
    out: list[Read] = []
    for report, gold, agreement, fold, real in _sources(data, names):
        locator = Locator(gazetteer, agreement)
        if not passes_triage(report):
            out.append(Read(report, gold, fold, (), (), None, (), real))
            continue
        found = read_by_both(report, locator=locator, agreement=agreement)
        both, setting = (tuple(found.network), tuple(found.rules)), found.setting
        out.append(Read(found.report, gold, fold, *both, found.tagged, setting.starts, real))
    return out


def astuple_of(read: Read) -> tuple[object, ...]:
    """The fields of a read report, which unlike the class can be kept whatever module wrote them."""
    return read.report, read.gold, read.fold, read.network, read.rules, read.tagged, read.starts, read.real


def kept_reads() -> list[Read]:
    """What the last call of this module read; our own file, so that it may be trusted."""
    if not CACHE.exists():
        raise click.ClickException(f"{CACHE} is not there: run python -m training.extractor.joining without --cached")
    return [Read(*fields) for fields in pickle.loads(CACHE.read_bytes())]


# ---- examples


@dataclass(frozen=True, slots=True)
class Example:
    """Features with their answer, weighed."""

    features: Features
    answer: bool
    weight: float
    fold: int


def _worth(gold: Claim, claim: Claim, field: str) -> float:
    """How much of a field is right."""
    if field == "perpetrator":
        return 2.0 * (FIELDS["attribution"](gold, claim) is True) + (FIELDS["perpetrator"](gold, claim) is True)
    if field == "voice":
        return float(FIELDS["claimant_kind"](gold, claim) is True) + SPAN_FIELDS["claimant"](gold, claim).f1
    return float(FIELDS[_RULE_OF[field]](gold, claim) is not False)


def choice_examples(reads: Sequence[Read]) -> dict[str, list[Example]]:
    """By field, claims that both find, where one of them is more right than the other; true where the rules are."""
    out: dict[str, list[Example]] = {f: [] for f in ROLES_OF}
    for r in reads:
        if r.tagged is None:
            continue
        golds = golds_of(r, [c for _, c in r.network]) | golds_of(r, r.rules)
        for c in r.candidates():
            gold = golds.get(id(c.network)) or golds.get(id(c.rules))
            if c.network is None or c.rules is None or gold is None:
                continue
            for field in (f for f in ROLES_OF if differ(c.network, c.rules, f)):
                gain = _worth(gold, c.rules, field) - _worth(gold, c.network, field)
                if gain:
                    features = choice_features(c, field, r.tagged, r.setting)
                    out[field].append(Example(features, gain > 0, abs(gain) * r.weight, r.fold))
    return out


def golds_of(r: Read, claims: Sequence[Claim]) -> dict[int, Claim]:
    """The gold claim with which the scorer pairs each claim object."""
    named = {f"c-{i}": c for i, c in enumerate(claims)}
    scored = score_report(r.report, list(r.gold), [c.model_copy(update={"id": i}) for i, c in named.items()])
    return {id(named[p.predicted.id]): p.gold for p in scored.pairs}


def score_examples(reads: Sequence[Read], weights: Weights) -> dict[str, list[Example]]:
    """Every claim, right where the scorer pairs it with gold, by who found it."""
    out: dict[str, list[Example]] = {"both": [], "network": [], "rules": []}
    for r in reads:
        if r.tagged is None:
            continue
        candidates = r.candidates()
        claims = [
            chosen(c, r.tagged, r.setting, weights).model_copy(update={"id": f"c-{i}"})
            for i, c in enumerate(candidates)
        ]
        scored = [score_report(r.report, list(r.gold), claims, kinds=kinds) for kinds in (VIOLENT_KINDS, BREACH_KINDS)]
        right = {p.predicted.id for s in scored for p in s.pairs}
        wrong = {c.id for s in scored for c in s.spurious}
        for i, (c, company) in enumerate(zip(candidates, company_of(candidates, r.setting), strict=True)):
            if f"c-{i}" in right | wrong:
                sort, features = score_features(c, company, r.tagged, r.setting)
                out[sort].append(Example(features, f"c-{i}" in right, r.weight, r.fold))
    return out


# ---- fitting


def fit(examples: Sequence[Example], strength: float) -> dict[str, float]:
    """Weights by name."""
    names = sorted({n for e in examples for n in e.features})
    x: NDArray[np.float64] = np.array([[e.features.get(n, 0.0) for n in names] for e in examples])
    y = np.array([e.answer for e in examples])
    if len(set(y.tolist())) < 2:
        return {"one": 3.0 if y.any() else -3.0}
    model = LogisticRegression(C=strength, fit_intercept=False, max_iter=2000)
    model.fit(x, y, sample_weight=np.array([e.weight for e in examples]))
    return {n: round(float(w), 3) for n, w in zip(names, model.coef_[0], strict=True) if abs(w) >= 0.005}


def fit_scores(examples: Mapping[str, Sequence[Example]], strength: float) -> dict[str, dict[str, float]]:
    """Weights by who found a claim: those of all claims, and what each sort adds to them, as one sum."""
    told = [(sort, e) for sort, some in examples.items() for e in some]
    names = sorted({n for _, e in told for n in e.features})
    plain: NDArray[np.float64] = np.array([[e.features.get(n, 0.0) for n in names] for _, e in told])
    own = [plain * np.array([[float(sort == s)] for s, _ in told]) for sort in examples]
    x = np.hstack([plain, *own])
    spread = np.maximum(x.std(axis=0), 1e-6)
    model = LogisticRegression(C=strength, max_iter=3000)
    right, weight = np.array([e.answer for _, e in told]), np.array([e.weight for _, e in told])
    model.fit((x - x.mean(axis=0)) / spread, right, sample_weight=weight)
    parts = (model.coef_[0] / spread).reshape(1 + len(examples), len(names))
    always = float(model.intercept_[0] - x.mean(axis=0) @ (model.coef_[0] / spread))
    out = {}
    for k, sort in enumerate(examples, 1):
        total = dict(zip(names, parts[0] + parts[k], strict=True))
        total["one"] += always
        out[sort] = {n: round(float(w), 3) for n, w in total.items() if abs(w) >= 0.005}
    return out


def weights_from(
    reads: Sequence[Read], choices: Mapping[str, Sequence[Example]], fold: int | None, least: float
) -> Weights:
    """All weights from some reports, without those of a fold."""
    choice = {f: fit([e for e in told if e.fold != fold], PENALTY["choice"]) for f, told in choices.items()}
    told = score_examples([r for r in reads if r.fold != fold], Weights(choice, {}, least))
    return Weights(choice, fit_scores(told, PENALTY["score"]), least)


def final_claims(r: Read, weights: Weights) -> list[Claim]:
    """The claims of the joined extractor."""
    return [] if r.tagged is None else joined(r.network, r.rules, r.tagged, r.setting, weights=weights)


def _agreed(field: str, told: Sequence[Example], folds: Mapping[int, Weights]) -> str:
    """How often the better value is taken, by weights that did not see it; either one alone beside it."""
    total = sum(e.weight for e in told) or 1.0
    rules = sum(e.weight for e in told if e.answer) / total
    odds = [math.fsum(folds[e.fold].choice[field].get(n, 0.0) * v for n, v in e.features.items()) for e in told]
    right = sum(e.weight for e, o in zip(told, odds, strict=True) if (o > 0) == e.answer) / total
    return f"{field}: {len(told)} differ; right {right:.2f}, network {1 - rules:.2f}, rules {rules:.2f}"


def _told(name: str, reads: Sequence[Read], claims: Sequence[list[Claim]]) -> str:
    scores = [score_report(r.report, list(r.gold), c) for r, c in zip(reads, claims, strict=True)]
    events = sum((s.events for s in scores), PRF())
    strict = sum((s.strict for s in scores), PRF())
    quiet = [not s.spurious for s in scores if not s.pairs and not s.missed]
    pairs = [p for s in scores for p in s.pairs]
    fields = {f: [v for p in pairs if (v := rule(p.gold, p.predicted)) is not None] for f, rule in FIELDS.items()}
    told = " ".join(
        f"{f} {np.mean(fields[f]):.2f}" for f in ("kind", "killed", "injured", "date", "place", "attribution")
    )
    claimant = sum((SPAN_FIELDS["claimant"](p.gold, p.predicted) for p in pairs), PRF())
    return (
        f"{name:12} events {events.f1:.3f} (P {events.precision:.2f} R {events.recall:.2f}) strict {strict.f1:.3f} "
        f"quiet {sum(quiet)}/{len(quiet)} {told} claimant {claimant.f1:.2f}"
    )


def _write(weights: Weights, path: Path) -> None:
    lines = [
        "# Whose value holds where both differ (the rules' above nought), and how likely a claim is right.",
        "# Learned by `python -m training.extractor.joining`; the features are in extract/joining.py.",
        f"least = {weights.least}",
    ]
    for table, parts in (("choice", weights.choice), ("score", weights.score)):
        for name, told in parts.items():
            lines += ["", f"[{table}.{name}]", *(f"{k} = {v}" for k, v in sorted(told.items()))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@click.command()
@click.option("--data", type=click.Path(path_type=Path), default=Path("../shared/data"), help="For real text.")
@click.option("--batch", "names", multiple=True, help="A batch of real text that the network does not know.")
@click.option(
    "--least", type=float, default=0.4, show_default=True, help="Claims of violence less likely right are left out."
)
@click.option("--cached", is_flag=True, help="Take what the extractors found from the last call.")
@click.option("--keep", multiple=True, help="A field whose choice stays by the weights that ship.")
@click.option("--write", is_flag=True, help="Write the weights into the package.")
def main(
    data: Path,
    names: tuple[str, ...],
    least: float,
    cached: bool,
    keep: tuple[str, ...],
    write: bool,
) -> None:
    """Print scores from folds, then write weights from all."""
    if not cached:
        CACHE.parent.mkdir(parents=True, exist_ok=True)
        CACHE.write_bytes(pickle.dumps([astuple_of(r) for r in read_all(data, names)]))
    reads = kept_reads()
    choices = choice_examples(reads)
    folds = {k: weights_from(reads, choices, k, least) for k in range(FOLDS)}
    for field, told in choices.items():
        click.echo(_agreed(field, told, folds))
    groups = {"all": reads, "corpus": [r for r in reads if not r.real], "real": [r for r in reads if r.real]}
    for name, some in groups.items():
        if not some:
            continue
        click.echo(f"{name}: {len(some)} reports")
        click.echo(_told("network", some, [[c for _, c in r.network] for r in some]))
        click.echo(_told("rules", some, [list(r.rules) for r in some]))
        for level in (0.35, 0.4, 0.45, 0.5, 0.55):
            cut = {k: Weights(w.choice, w.score, level) for k, w in folds.items()}
            click.echo(_told(f"joined {level}", some, [final_claims(r, cut[r.fold]) for r in some]))
    final = weights_from(reads, choices, None, least)
    _calibration(reads, folds)
    if write:
        kept = {field: load_weights().choice[field] for field in keep}
        _write(replace(final, choice={**final.choice, **kept}), WEIGHTS)


def _calibration(reads: Sequence[Read], folds: dict[int, Weights]) -> None:
    told = [
        (1 / (1 + math.exp(-sum(folds[e.fold].score[s].get(n, 0.0) * v for n, v in e.features.items()))), e.answer)
        for s, examples in score_examples(reads, folds[0]).items()
        for e in examples
    ]
    told.sort()
    for part in np.array_split(np.array(told, dtype=float), 5):
        click.echo(f"score {part[:, 0].mean():.2f}, right {part[:, 1].mean():.2f} of {len(part)}")


if __name__ == "__main__":
    main()
