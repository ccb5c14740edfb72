"""The main job: inputs to a record, with what was done before left alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import IO

from trucewatch.engine.files import write_beside
from trucewatch.engine.intake import Intake, MemoryStore
from trucewatch.engine.progress import Progress, Silent
from trucewatch.engine.stages import Stages, default_stages
from trucewatch.errors import RecordMoved
from trucewatch.link import WeightSet
from trucewatch.model import Agreement, Check, Claim, Finding, Incident, Reliability, Report
from trucewatch.read import ReadOptions, Unreadable, locate_inputs
from trucewatch.record import Address, Basis, Derived, Store, derive
from trucewatch.record.faults import FAULTS, fault


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """How the job is run.

    Attributes:
        gazetteers: the user's own files of places, for this run.
        extractor: `rules` or `model`.
        read: how much is read at most.
        sources: Admiralty letter by source, from the user's own file; decisions of review go before it.
        rating_notes: why a source is rated so, by source.
        weights: what claims are linked by; null for what the record was linked by before, in a new one `conflict`.
    """

    gazetteers: tuple[Path, ...] = ()
    extractor: str = "model"
    read: ReadOptions = field(default_factory=ReadOptions)
    sources: Mapping[str, Reliability] = field(default_factory=lambda: MappingProxyType({}))
    rating_notes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    weights: WeightSet | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """What a run did, and the record as it now stands.

    Attributes:
        read: reports that the inputs gave.
        new: those of them that the record did not hold.
        extracted: reports whose claims were extracted in this run; those of the others stood already.
        problems: inputs that gave no report, and what could not be handled, each with reason and remedy.
        where: where the record stands.
        files: where everything was written, by name; empty for a record in PostgreSQL.
    """

    read: int
    new: int
    extracted: int
    problems: tuple[Unreadable, ...]
    where: str
    files: Mapping[str, Path]
    reports: tuple[Report, ...]
    claims: tuple[Claim, ...]
    incidents: tuple[Incident, ...]
    findings: tuple[Finding, ...]
    checks: tuple[Check, ...]


def run_pipeline(
    inputs: Sequence[str | Path],
    *,
    agreement: Agreement | None,
    out: Address,
    options: RunOptions | None = None,
    progress: Progress | None = None,
    stdin: IO[bytes] | None = None,
    stages: Stages | None = None,
) -> RunResult:
    """Read the inputs into a record, and bring everything derived from it up to date.

    The record keeps the reports that it was given before. A report is extracted once for each version of rules,
    agreement and places; incidents, findings and checks are made anew from all claims and all review decisions. A run
    that was cut short is resumed by the next, and a run over the same inputs changes nothing.

    Args:
        inputs: files, folders, or `-` for `stdin`.
        agreement: what findings are made against; without one there are none.
        out: the record's folder, which is made where it is missing, or the address of a PostgreSQL database.
        options: how the job is run.
        progress: who is told where it is.
        stdin: the stream that `-` reads.
        stages: the functions to run; those of the package where not given.

    Raises:
        RecordError: the record cannot be opened or written.
        GazetteerError: a file of places does not load.
    """
    options = options or RunOptions()
    progress = progress or Silent()
    stages = stages or default_stages(agreement, gazetteers=options.gazetteers, extractor=options.extractor)
    with Store.open(out) as store:
        intake = Intake(store, stages)
        progress.begin("Reading", None)
        for where, item in locate_inputs(inputs, stdin=stdin, options=options.read):
            intake.take(where, item)
            progress.advance()
        progress.end()
        extracted, faults = _extract(store, stages, progress)
        basis, derived = _derive(store, stages, options, agreement, progress)
        problems = (*intake.problems, *faults, *derived.problems)
        _keep_problems(store, problems)
        files = write_beside(store)
        progress.end()
        return RunResult(
            read=intake.read,
            new=intake.new,
            extracted=extracted,
            problems=problems,
            where=store.where,
            files={"record.db": store.path, **files} if store.path else files,
            reports=basis.reports,
            claims=basis.claims,
            incidents=tuple(store.incidents()),
            findings=tuple(store.findings()),
            checks=tuple(store.checks()),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """Reports, their claims, and what could not be read or handled."""

    reports: tuple[Report, ...]
    claims: tuple[Claim, ...]
    problems: tuple[Unreadable, ...]


def extract_reports(
    inputs: Sequence[str | Path],
    *,
    stages: Stages,
    options: RunOptions | None = None,
    progress: Progress | None = None,
    stdin: IO[bytes] | None = None,
) -> Extraction:
    """The first step alone, without a record: the reports and claims are those that a run would give, in its order."""
    progress = progress or Silent()
    store = MemoryStore()
    intake = Intake(store, stages)
    progress.begin("Reading", None)
    for where, item in locate_inputs(inputs, stdin=stdin, options=(options or RunOptions()).read):
        intake.take(where, item)
        progress.advance()
    progress.end()
    reports = store.reports()
    claims: dict[str, Sequence[Claim]] = {}
    progress.begin("Extracting", len(reports))
    for report in reports:
        try:
            claims[report.id] = stages.extract(report)
        except FAULTS as error:
            intake.problems.append(fault(error, report.id, "no claims could be extracted"))
        progress.advance()
    progress.end()
    ordered = tuple(claim for report in sorted(claims) for claim in claims[report])
    return Extraction(reports=reports, claims=ordered, problems=tuple(intake.problems))


def _extract(store: Store, stages: Stages, progress: Progress) -> tuple[int, list[Unreadable]]:
    """Extract what is not done; returns how many reports that were, and the faults."""
    due = [report for report in store.reports() if not store.extraction_done(report, stages.extractor)]
    faults: list[Unreadable] = []
    progress.begin("Extracting", len(due))
    for report in due:
        try:
            store.put_extraction(report, stages.extractor, stages.extract(report))
        except FAULTS as error:
            # Claims of older rules must not stand beside those of today's; the next run tries this report again.
            store.put_extraction(report, f"{stages.extractor} failed", ())
            faults.append(fault(error, report.id, "no claims could be extracted"))
        progress.advance()
    progress.end()
    return len(due), faults


def _derive(
    store: Store, stages: Stages, options: RunOptions, agreement: Agreement | None, progress: Progress
) -> tuple[Basis, Derived]:
    """Bring all that is derived up to date; anew where a reviewer has decided something meanwhile."""
    store.put_basis(agreement, options.sources, rating_notes=options.rating_notes, weights=options.weights)
    while True:
        heads = store.heads()
        # What is kept of the agreement gives it back whole; the one at hand spares reading its geometry again.
        basis = replace(store.basis(), agreement=agreement)
        progress.begin("Linking and assessing", 3)
        derived = derive(basis, rules=stages.rules, done=progress.advance)
        try:
            store.replace_derived(
                incidents=derived.incidents,
                findings=derived.findings,
                checks=derived.checks,
                of=heads,
                rules=derived.rules,
                groups=derived.groups,
            )
        except RecordMoved:
            progress.end()
            continue
        return basis, derived


def _keep_problems(store: Store, problems: Sequence[Unreadable]) -> None:
    """Keep what could not be read, unless that stands there already: a second run changes nothing."""
    by_place = {problem.where: problem for problem in problems}
    if store.unreadable() != tuple(by_place[where] for where in sorted(by_place)):
        store.replace_unreadable(problems)
