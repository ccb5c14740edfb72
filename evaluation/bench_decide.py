"""How long one decision takes on a large record: what a reviewer waits for between asking and seeing.

    python -m evaluation.bench_decide [--incidents N] [--folder DIR]

The record is an invented war (`evaluation/_invented.py`) over ten years with findings against the example's agreement.
Its groups are the true ones, so that nothing is linked; incidents and findings are derived as the package does, and
all is written straight into the tables. Reports have no text, so that there are no checks. A service then opens the
record as the workbench does, and decisions of several kinds are previewed, made and undone.

Printed are times of the processor, with wall time beside them: on a shared machine only the first tells something.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import os
import resource
import shutil
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Final, TypeVar

from sqlalchemy import insert, update

from evaluation._invented import InventedWar
from trucewatch.model import Claim, DecisionAction, Incident, IncidentValue, Kind, KindIs, Note, Range, RangeIs
from trucewatch.read import load_agreement
from trucewatch.record import Basis, Proposal, ReviewService, Store, derive, rules_for
from trucewatch.record import _schema as t
from trucewatch.record._rows import claim_row, heads_of, report_row
from trucewatch.record._stored import BASIS, enter
from trucewatch.record.derive import DerivedBefore

AGREEMENT: Final = Path(__file__).parent.parent / "examples" / "idlib-2020" / "agreement.toml"
CLAIMS_EACH: Final = 2.76
"""Claims of an incident in the mean."""
PART: Final = 5_000
T = TypeVar("T")


@contextmanager
def timed(name: str) -> Iterator[None]:
    """Print how long a step takes."""
    cpu, wall = time.process_time(), time.perf_counter()
    yield
    print(f"{name:<46} CPU {time.process_time() - cpu:7.2f} s   wall {time.perf_counter() - wall:7.2f} s", flush=True)


def invented(size: int) -> tuple[Basis, list[list[str]]]:
    """Reports and claims of so many incidents, and which claims are of one."""
    world = InventedWar(round(size * CLAIMS_EACH), years=10, seed=1)
    # Made without checks, and read as a record gives them.
    claims = [Claim.model_validate(c.model_dump(mode="json")) for c in world.claims()]
    of: dict[int, list[str]] = defaultdict(list)
    for claim in claims:
        of[int(world.truth[world.number(claim.id)])].append(claim.id)
    reports = tuple(world[name] for name in sorted({c.report for c in claims}))
    groups = sorted(sorted(group) for group in of.values())
    return Basis(reports=reports, claims=tuple(claims), agreement=load_agreement(AGREEMENT)), groups


def write(folder: Path, size: int) -> None:
    """A record of so many incidents, as a run leaves it."""
    with timed("claims invented"):
        basis, groups = invented(size)
    before = DerivedBefore()
    before.linked.recall_groups(basis.claims, {r.id: r for r in basis.reports}, groups)
    rules = dataclasses.replace(rules_for(basis.agreement), check=lambda *_: (), check_again=None)
    with timed("incidents and findings derived"):
        derived = derive(basis, rules=rules, before=before)
    with timed("written"), Store.open(folder) as store:
        store.put_basis(basis.agreement, {})
        at, places = dt.datetime.now(dt.UTC), defaultdict[str, Iterator[int]](count)
        with store._write() as connection:
            enter(connection, at, BASIS, "invented", "0" * 64)
            for start in range(0, len(basis.reports), PART):
                part = basis.reports[start : start + PART]
                connection.execute(insert(t.reports), [report_row(r) for r in part])
                done = [{"report_id": r.id, "sha256": r.sha256, "extractor": "invented", "at": at} for r in part]
                connection.execute(insert(t.extractions), done)
            for start in range(0, len(basis.claims), PART):
                rows = [claim_row(next(places[c.report]), c) for c in basis.claims[start : start + PART]]
                connection.execute(insert(t.claims), rows)
        store.replace_derived(
            incidents=derived.incidents, findings=derived.findings, checks=(), rules=derived.rules,
            groups=derived.groups,
        )  # fmt: skip


def settle(store: Store) -> None:
    """Say that today's code derived the record: what it costs is asked, not whether it would come out the same."""
    with store._write() as connection:
        heads_of(connection)
        connection.execute(update(t.derivation).values(rules=rules_for(None).key))


def proposals(incidents: list[Incident]) -> Iterator[tuple[str, Proposal]]:
    """Decisions of several kinds, each on an incident of its own."""
    several = [n for n in incidents if len(n.claims) > 2]
    chosen = iter(several[len(several) // 3 :])

    def make(action: DecisionAction, n: Incident, **values: object) -> Proposal:
        return Proposal(actor="Ada", action=action, subject=f"incident:{n.id}", reason="read again", **values)  # type: ignore[arg-type]

    yield "confirm", make(DecisionAction.CONFIRM, next(chosen))
    toll = IncidentValue(change=RangeIs(field="killed", value=Range(low=31, best=32, high=33)))
    yield "correct a figure", make(DecisionAction.CORRECT, next(chosen), value=toll)
    kind = IncidentValue(change=KindIs(field="kind", value=Kind.GRENADE))
    yield "correct the kind", make(DecisionAction.CORRECT, next(chosen), value=kind)
    yield "note", make(DecisionAction.NOTE, next(chosen), value=Note(text="seen"))
    one = next(chosen)
    yield "split", make(DecisionAction.SPLIT, one, claims=one.claims[:1])
    yield "merge", make(DecisionAction.MERGE, next(chosen), others=(f"incident:{next(chosen).id}",))
    yield "reject", make(DecisionAction.REJECT, next(chosen))


def measured(name: str, asked: Callable[[], T]) -> T:
    """What is asked for, with the time it took printed."""
    with timed(name):
        return asked()


def decide(folder: Path) -> None:
    """Open the record, and preview and make decisions."""
    with Store.open(folder, create=False) as store:
        settle(store)
        incidents = list(store.incidents())
        service = ReviewService(store)
        first = f"incident:{incidents[0].id}"
        measured(f"opened: {len(incidents):,} incidents", lambda: service.look(first))
        for name, proposal in proposals(incidents):
            look = measured(f"{name}: looked at", lambda p=proposal: service.look(p.subject))  # type: ignore[misc]
            asked = dataclasses.replace(proposal, seen={look.subject: look.digest})
            measured(f"{name}: previewed", lambda p=asked: service.preview(p))  # type: ignore[misc]
            made = measured(f"{name}: decided", lambda p=asked: service.decide(p))  # type: ignore[misc]
        undo = Proposal(actor="Ada", action=DecisionAction.UNDO, subject=f"decision:{made.decision.id}", reason="no")
        measured("undo: decided", lambda: service.decide(undo))


def main() -> None:
    """Make the record where it is not there, decide, and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--incidents", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, help="where the record is made, or stands from an earlier call")
    asked = parser.parse_args()
    folder = asked.folder or Path(tempfile.mkdtemp())
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    try:
        if not (folder / "record.db").exists():
            write(folder, asked.incidents)
        decide(folder)
    finally:
        if asked.folder is None:
            shutil.rmtree(folder)
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
