"""The main job: inputs to a record, with what was done before left alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from trucewatch.engine.files import write_outputs
from trucewatch.engine.intake import FAULTS, SLIPS, Intake, MemoryStore, fault
from trucewatch.engine.progress import Progress, Silent
from trucewatch.engine.stages import Stages, default_stages
from trucewatch.model import Agreement, Check, Claim, Finding, Incident, Report
from trucewatch.read import ReadOptions, Unreadable, locate_inputs
from trucewatch.record import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """How the job is run.

    Attributes:
        gazetteers: the user's own files of places, for this run.
        extractor: `rules` or `model`.
        read: how much is read at most.
    """

    gazetteers: tuple[Path, ...] = ()
    extractor: str = "rules"
    read: ReadOptions = field(default_factory=ReadOptions)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """What a run did, and the record as it now stands.

    Attributes:
        read: reports that the inputs gave.
        new: those of them that the record did not hold.
        extracted: reports whose claims were extracted in this run; those of the others stood already.
        problems: inputs that gave no report, and what could not be handled, each with reason and remedy.
        files: where everything was written, by name.
    """

    read: int
    new: int
    extracted: int
    problems: tuple[Unreadable, ...]
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
    out: Path,
    options: RunOptions | None = None,
    progress: Progress | None = None,
    stdin: IO[bytes] | None = None,
    stages: Stages | None = None,
) -> RunResult:
    """Read the inputs into the record of a folder, and bring everything derived from it up to date.

    The record keeps the reports that it was given before. A report is extracted once for each version of rules,
    agreement and places; incidents, findings and checks are made anew from all claims. A run that was cut short is
    resumed by the next, and a run over the same inputs changes nothing.

    Args:
        inputs: files, folders, or `-` for `stdin`.
        agreement: what findings are made against; without one there are none.
        out: the record's folder; made where it is missing.
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
        progress.begin("Linking and assessing", 3)
        reports, claims = tuple(store.reports()), tuple(store.claims())
        incidents, findings, checks, slips = _derive(stages, reports, claims, progress)
        store.replace_derived(incidents=incidents, findings=findings, checks=checks)
        problems = (*intake.problems, *faults, *slips)
        _keep_problems(store, problems)
        files = write_outputs(store, out)
        progress.end()
        return RunResult(
            read=intake.read,
            new=intake.new,
            extracted=extracted,
            problems=problems,
            files={"record.db": store.path, **files},
            reports=reports,
            claims=claims,
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
    stages: Stages, reports: Sequence[Report], claims: Sequence[Claim], progress: Progress
) -> tuple[Sequence[Incident], Sequence[Finding], Sequence[Check], list[Unreadable]]:
    """Incidents, findings and checks, pure functions of reports and claims; and the slips on the way."""
    reports_by_id = {report.id: report for report in reports}
    incidents = stages.link(claims, reports_by_id)
    progress.advance()
    findings, slips = _assess(stages, incidents, {claim.id: claim for claim in claims}, reports_by_id)
    progress.advance()
    checks, more = _check(stages, reports, claims, incidents)
    progress.advance()
    return incidents, findings, checks, [*slips, *more]


def _assess(
    stages: Stages, incidents: Sequence[Incident], claims: Mapping[str, Claim], reports: Mapping[str, Report]
) -> tuple[Sequence[Finding], list[Unreadable]]:
    """Findings on all incidents at once, or one by one where a slip has to be found."""
    try:
        return stages.assess(incidents, claims, reports), []
    except SLIPS:
        findings: list[Finding] = []
        slips: list[Unreadable] = []
        for incident in incidents:
            try:
                findings += stages.assess((incident,), claims, reports)
            except SLIPS as error:
                slips.append(fault(error, incident.id, "no term could be tested"))
        return findings, slips


def _check(
    stages: Stages, reports: Sequence[Report], claims: Sequence[Claim], incidents: Sequence[Incident]
) -> tuple[Sequence[Check], list[Unreadable]]:
    """Checks of all statements; a report whose own words a rule slips on makes none, and the others stand."""
    slips: list[Unreadable] = []
    rest = list(reports)
    try:
        return stages.check(reports, claims, incidents), slips
    except SLIPS as error:
        whole = fault(error, "checks", "no statement could be checked")
    for at, report in enumerate(reports):
        try:
            stages.check((report,), (), ())
        except SLIPS as error:
            slips.append(fault(error, report.id, "its statements could not be checked"))
            rest[at] = report.model_copy(update={"text": ""})
    if len(slips) in (0, len(reports)):
        return (), [whole]
    try:
        return stages.check(rest, claims, incidents), slips
    except SLIPS:
        return (), [*slips, whole]


def _keep_problems(store: Store, problems: Sequence[Unreadable]) -> None:
    """Keep what could not be read, unless that stands there already: a second run changes nothing."""
    by_place = {problem.where: problem for problem in problems}
    if store.unreadable() != tuple(by_place[where] for where in sorted(by_place)):
        store.replace_unreadable(problems)
