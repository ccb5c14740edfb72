"""The gate: scores may not fall below the committed floors, and floors fall only on purpose and with a reason.

`baseline.json` pins the corpora that were scored (hash and counts) and a floor for each rate. A changed corpus has to
be pinned anew, since a rate says nothing about other gold. Pinning raises floors to what was measured; it lowers one
only where a reason is given, and the reason is kept.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from evaluation.corpus import ROOT, Corpus
from evaluation.summary import SetScore, metrics
from trucewatch.errors import UsageError

BASELINE = ROOT / "evaluation" / "baseline.json"

EPSILON = 0.005
"""How far below its floor a rate may lie.

The rules are deterministic, the libraries under them are not ours: another version of rapidfuzz, pyproj or shapely may
tip one borderline decision. One claim among the example's 138 moves event F1 by about 0.004.
"""


@dataclass(frozen=True, slots=True)
class Pin:
    """Which gold a floor was measured on."""

    sha256: str
    reports: int
    claims: int


@dataclass(frozen=True, slots=True)
class Fall:
    """A floor that was lowered on purpose."""

    rate: str
    before: float
    after: float
    reason: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """What is committed."""

    corpora: Mapping[str, Pin] = field(default_factory=dict)
    floors: Mapping[str, float] = field(default_factory=dict)
    """From `group.rate` to the floor."""
    falls: Sequence[Fall] = ()

    @classmethod
    def load(cls, path: Path) -> Baseline:
        """Read a baseline; an absent file is an empty one."""
        if not path.exists():
            return cls()
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            {name: Pin(**pin) for name, pin in data["corpora"].items()},
            data["floors"],
            tuple(Fall(**fall) for fall in data["falls"]),
        )

    def save(self, path: Path) -> None:
        """Write it, sorted, so that a change reads well as a diff."""
        data = {
            "corpora": {name: asdict(self.corpora[name]) for name in sorted(self.corpora)},
            "floors": {name: self.floors[name] for name in sorted(self.floors)},
            "falls": [asdict(fall) for fall in self.falls],
        }
        path.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def pin(corpus: Corpus) -> Pin:
    """The pin of a set."""
    return Pin(corpus.sha256, len(corpus.reports), len(corpus.claims))


def measured(scores: Sequence[SetScore]) -> Baseline:
    """What a run gives: pins of all sets, and the rates of each group (example, development, held out)."""
    return Baseline(
        {c.name: pin(c) for s in scores for c in s.corpora},
        {f"{s.name}.{name}": value for s in scores for name, value in metrics(s).items()},
    )


def _round_down(value: float) -> float:
    return math.floor(value * 10_000) / 10_000


def falls(baseline: Baseline, now: Baseline, *, by: float = EPSILON) -> list[tuple[str, float, float]]:
    """Rates that lie below their floor by more than `by`, or that are no longer measured (as 0)."""
    return [
        (name, floor, now.floors.get(name, 0.0))
        for name, floor in sorted(baseline.floors.items())
        if now.floors.get(name, 0.0) < floor - by
    ]


def problems(baseline: Baseline, now: Baseline) -> list[str]:
    """Why the gate does not open; empty where it does."""
    out = []
    if not baseline.floors:
        out.append("there is no baseline; pin one with `python -m evaluation gate --update`")
    for name in sorted(set(baseline.corpora) | set(now.corpora)) if baseline.floors else ():
        old, new = baseline.corpora.get(name), now.corpora.get(name)
        if old != new:
            what = "is gone" if new is None else "is new" if old is None else "has changed"
            out.append(f"the set {name} {what}; pin it with `python -m evaluation gate --update`")
    out += [f"{name} fell to {value:.4f}, its floor is {floor:.4f}" for name, floor, value in falls(baseline, now)]
    out += [f"{name} has no floor; pin it with --update" for name in sorted(set(now.floors) - set(baseline.floors))]
    return out if baseline.floors else out[:1]


def pinned(baseline: Baseline, now: Baseline, *, reason: str | None) -> Baseline:
    """The next baseline: floors rise to what was measured, and fall only with a reason.

    Args:
        baseline: What is committed.
        now: What was measured.
        reason: Why floors may fall; needed only where one does.

    Raises:
        UsageError: A floor would fall and no reason was given.
    """
    fallen = falls(baseline, now)
    if fallen and not (reason or "").strip():
        names = ", ".join(f"{name} {floor:.4f} to {value:.4f}" for name, floor, value in fallen)
        raise UsageError(f"floors would fall: {names}", remedy="give --allow-regression with the reason")
    kept = {name for name, _, _ in fallen}
    floors = {
        name: _round_down(value) if name in kept else max(_round_down(value), baseline.floors.get(name, 0.0))
        for name, value in now.floors.items()
    }
    added = tuple(Fall(name, floor, _round_down(value), (reason or "").strip()) for name, floor, value in fallen)
    return Baseline(now.corpora, floors, (*baseline.falls, *added))
