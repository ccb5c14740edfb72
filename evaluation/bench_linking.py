"""How long a million claims take to link, in how much memory, and how well they are linked.

    python -m evaluation.bench_linking [--claims N] [--war long|hot|both]

The claims are invented (`evaluation/_invented.py`): `long` over ten years, `hot` in one year, both around hot towns.
Each war is linked with half of its claims and with all, each in a process of its own. Claims are made one by one and
not kept, as a reader of the store would give them; making them is not counted. Time is that of the processor, for all
threads together, with wall time beside it: on a shared machine only the first tells something.
"""

from __future__ import annotations

import dataclasses
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import click
import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from evaluation._invented import InventedWar
from trucewatch.link import group_ids
from trucewatch.model import Claim

WARS = {"long": 10, "hot": 1}
"""Years that a war lasts."""
_STEPS = ("claims", "pairs", "groups")


@dataclass(frozen=True, slots=True)
class Measured:
    """One run. Times in seconds of processor (all threads) and of the clock, without the making of claims.

    `steps` is the processor time of reading claims into columns, finding and scoring pairs, and grouping.
    """

    war: str
    claims: int
    incidents: int
    true_incidents: int
    processor: float
    wall: float
    steps: tuple[float, ...]
    peak_mb: int
    precision: float
    recall: float
    largest: int
    true_largest: int

    @property
    def value(self) -> float:
        """F of B-cubed."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)


class Stopwatch:
    """Times of steps, leaving out what is spent on making claims."""

    def __init__(self) -> None:
        self._last = self._now()
        self._made = (0.0, 0.0)
        self.steps: list[tuple[float, float]] = []

    @staticmethod
    def _now() -> tuple[float, float]:
        return time.process_time(), time.perf_counter()

    def leaving_out(self, claims: Iterable[Claim]) -> Iterator[Claim]:
        """The claims; the time that they take to come is not counted."""
        rows = iter(claims)
        while True:
            began = self._now()
            claim = next(rows, None)
            ended = self._now()
            self._made = (self._made[0] + ended[0] - began[0], self._made[1] + ended[1] - began[1])
            if claim is None:
                return
            yield claim

    def step(self, _name: str) -> None:
        """A step is done."""
        now = self._now()
        spent = [now[k] - self._last[k] - self._made[k] for k in (0, 1)]
        self.steps.append((spent[0], spent[1]))
        self._last, self._made = now, (0.0, 0.0)


def bcubed(found: NDArray[np.int64], true: NDArray[np.int64]) -> tuple[float, float]:
    """B-cubed precision and recall (Bagga and Baldwin 1998) of groups numbered from 0, by claim."""
    _, both, counts = np.unique(found * (true.max() + 1) + true, return_inverse=True, return_counts=True)
    shared = counts[both]
    return tuple(float((shared / np.bincount(x)[x]).mean()) for x in (found, true))  # type: ignore[return-value]


def measure(war: str, size: int, *, seed: int = 1) -> Measured:
    """Link one invented war."""
    world = InventedWar(size, years=WARS[war], seed=seed)
    watch = Stopwatch()
    groups = group_ids(watch.leaving_out(world.claims()), world, watch=watch.step)
    found = np.zeros(size, np.int64)
    for number, group in enumerate(groups):
        for claim in group:
            found[world.number(claim)] = number
    true = world.truth.astype(np.int64)
    precision, recall = bcubed(found, true)
    return Measured(
        war=war,
        claims=size,
        incidents=len(groups),
        true_incidents=int(true.max()) + 1,
        processor=sum(s for s, _ in watch.steps),
        wall=sum(w for _, w in watch.steps),
        steps=tuple(s for s, _ in watch.steps),
        peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        precision=precision,
        recall=recall,
        largest=int(np.bincount(found).max()),
        true_largest=int(np.bincount(true).max()),
    )


def apart(war: str, size: int) -> Measured:
    """Measure in a process of its own, so that memory is that of one run."""
    command = [sys.executable, "-m", "evaluation.bench_linking", "--claims", str(size), "--war", war, "--alone"]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    row = json.loads(answer.stdout.splitlines()[-1])
    return Measured(**{**row, "steps": tuple(row["steps"])})


def table(rows: Sequence[Measured]) -> Table:
    """All runs; the last column is how much longer twice the claims take."""
    shown = Table(title="invented wars, linked")
    names = ("war", "claims", "processor s", *(f"{s} s" for s in _STEPS), "wall s", "peak MB", "P", "R", "F", "largest")
    for name in (*names, "time(2n)/time(n)"):
        shown.add_column(name, justify="left" if name == "war" else "right")
    for k, m in enumerate(rows):
        half = next((h for h in rows[:k] if h.war == m.war and 2 * h.claims == m.claims), None)
        shown.add_row(
            m.war,
            f"{m.claims:,}",
            *(f"{s:.0f}" for s in (m.processor, *m.steps, m.wall)),
            f"{m.peak_mb:,}",
            *(f"{x:.3f}" for x in (m.precision, m.recall, m.value)),
            f"{m.largest} of {m.true_largest}",
            f"{m.processor / half.processor:.2f}" if half else "",
        )
    return shown


@click.command()
@click.option("--claims", type=click.IntRange(min=2), default=1_000_000, show_default=True, help="Claims of a war.")
@click.option("--war", type=click.Choice([*WARS, "both"]), default="both", show_default=True, help="Ten years or one.")
@click.option("--alone", is_flag=True, help="One run in this process, printed as JSON.")
def main(claims: int, war: str, alone: bool) -> None:
    """Print time, memory and B-cubed for half of the claims and for all."""
    if alone:
        for name in WARS if war == "both" else (war,):
            click.echo(json.dumps(dataclasses.asdict(measure(name, claims))))
        return
    names = list(WARS) if war == "both" else [war]
    rows = [apart(name, size) for name in names for size in (claims // 2, claims)]
    Console(width=150, highlight=False).print(table(rows))


if __name__ == "__main__":
    main()
