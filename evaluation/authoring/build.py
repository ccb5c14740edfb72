"""A folder of sources into the five gold files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from evaluation.authoring.claims import ClaimBuilder
from evaluation.authoring.quotes import Words, layout_text
from evaluation.authoring.rules import claim_problems, report_problems
from evaluation.authoring.source import (
    FINDINGS_FILE,
    AgreementNames,
    AuthoringError,
    Conflict,
    Problems,
    Wrong,
    load_conflict,
    resolve_claims,
)
from trucewatch.model import Check, Claim, Modality, Report, Scope, Verdict, normalise_text, text_sha256

FILES = (
    "reports.jsonl",
    "claims.gold.jsonl",
    "incidents.gold.jsonl",
    "checks.gold.jsonl",
    "findings.gold.jsonl",
)
CHECK_KEYS = frozenset(
    ["q", "type", "subject", "comparator", "period", "value", "tolerance", "verdict", "record", "incidents", "claims"]
)
SUBJECT_KEYS = ["text", "actor", "side", "category", "kind", "area", "cause"]


@dataclass(frozen=True, slots=True)
class Folder:
    """The gold of one conflict; clusters are `{id, claims}`, findings the hand-worked verdicts."""

    id: str
    reports: tuple[Report, ...]
    claims: tuple[Claim, ...]
    clusters: tuple[tuple[str, tuple[str, ...]], ...]
    checks: tuple[Check, ...]
    findings: tuple[Mapping[str, str | None], ...]
    quiet: frozenset[str]

    def files(self) -> dict[str, str]:
        """File name to content: JSON Lines, UTF-8, one record a line."""
        clusters = [{"id": i, "claims": list(c)} for i, c in self.clusters]
        rows = (
            [x.to_json() for x in self.reports],
            [x.to_json() for x in self.claims],
            [json.dumps(x, ensure_ascii=False) for x in clusters],
            [x.to_json() for x in self.checks],
            [json.dumps(dict(x), ensure_ascii=False) for x in self.findings],
        )
        return {name: "".join(f"{line}\n" for line in lines) for name, lines in zip(FILES, rows, strict=True)}


def compile_folder(folder: Path) -> Folder:
    """Compile `folder/source` in memory; raises AuthoringError with every mistake found."""
    problems = Problems()
    conflict = load_conflict(folder, problems)
    build = FolderBuild(conflict, problems)
    for where, data in conflict.reports:
        with problems.at(where):
            build.report(where, data)
    for where, data in conflict.reports:
        build.checks(where, data)
    build.findings()
    if problems.found:
        raise AuthoringError(tuple(problems.found))
    return build.result()


def write_folder(folder: Path, compiled: Folder) -> list[Path]:
    """Write the gold files beside the sources; returns their paths."""
    paths = []
    for name, content in compiled.files().items():
        path = folder / name
        path.write_text(content, encoding="utf-8", newline="\n")
        paths.append(path)
    return paths


class FolderBuild:
    """State of one compilation: what was built so far and what was found wrong.

    Whoever keeps sources in another form than YAML hands over the same mappings one by one.
    """

    def __init__(self, conflict: Conflict, problems: Problems) -> None:
        self._conflict = conflict
        self._problems = problems
        self._reports: dict[str, Report] = {}
        self._claims: dict[str, Claim] = {}
        self._clusters: dict[str, list[str]] = {}
        self._checks: list[Check] = []
        self._findings: list[dict[str, str | None]] = []
        self._quiet: set[str] = set()

    def result(self) -> Folder:
        """What was built, in the order of the sources."""
        return Folder(
            self._conflict.id,
            tuple(self._reports.values()),
            tuple(self._claims.values()),
            tuple((i, tuple(c)) for i, c in self._clusters.items()),
            tuple(self._checks),
            tuple(self._findings),
            frozenset(self._quiet),
        )

    def report(
        self,
        where: str,
        data: Mapping[str, Any],
        *,
        words: Words | None = None,
        spots: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """One report with its claims.

        Args:
            where: Where the report stands, for messages.
            data: The report by the keys of the source format.
            words: What finds the quotes; null finds them by their words in the report.
            spots: Where each claim stands, for messages; the key of the claim where one is not given.
        """
        report = _report(data)
        if report.id in self._reports:
            raise Wrong(f"id: '{report.id}' stands twice in the folder")
        if any(r.id.split("-")[0] == report.id.split("-")[0] for r in self._reports.values()):
            raise Wrong(f"id: the part before the first hyphen of '{report.id}' is taken; claim ids begin with it")
        self._reports[report.id] = report
        allow = frozenset(data.get("allow") or [])
        quiet = bool(data.get("quiet", False))
        if quiet:
            self._quiet.add(report.id)
        for message in report_problems(report, allow=allow):
            self._problems.add(where, message)
        sources = resolve_claims(data, where, self._problems)
        if not sources and not quiet:
            self._problems.add(where, "no claims; say `quiet: true` if that is meant")
        builder = ClaimBuilder(
            words=words or Words(report.title, report.text),
            tables=self._conflict.tables.with_report(data),
            author=data.get("author"),
            extractor=self._conflict.extractor,
            report=report.id,
        )
        for key, source in sources.items():
            spot = spots.get(key, f"{where}: claims.{key}")
            with self._problems.at(spot):
                claim = builder.build(f"{report.id.split('-')[0]}.{key}", source)
                self._claims[claim.id] = claim
                for message in claim_problems(claim, report, allow=allow, quiet=quiet):
                    self._problems.add(spot, message)
                self._sides(claim, spot)
                self._cluster(claim, source.get("incident"))

    def _sides(self, claim: Claim, spot: str) -> None:
        agreement = self._conflict.agreement
        sides = {claim.perpetrator.side, *(t.side for t in claim.targets), *(v.side for v in claim.victims)}
        for side in sorted(x for x in sides if x is not None):
            if agreement is None or side not in agreement.sides:
                self._problems.add(spot, f"side '{side}' is in no agreement of this folder")

    def _cluster(self, claim: Claim, label: str | None) -> None:
        if claim.scope is Scope.TOLL:
            if label is not None:
                raise Wrong("incident: a toll is in no incident")
        elif label is None:
            if claim.modality is not Modality.HYPOTHETICAL:
                raise Wrong("incident: every claim of scope incident has a cluster label")
        else:
            self._clusters.setdefault(label, []).append(claim.id)

    def checks(self, where: str, data: Mapping[str, Any]) -> None:
        """The statements about the record of one report."""
        report = self._reports.get(str(data.get("id")))
        if report is None:
            return
        for i, source in enumerate(data.get("checks") or [], 1):
            with self._problems.at(f"{where}: checks[{i - 1}]"):
                self._checks.append(self._check(f"{report.id.split('-')[0]}.k{i}", report, source))

    def _check(self, check_id: str, report: Report, source: Mapping[str, Any]) -> Check:
        if extra := set(source) - CHECK_KEYS:
            raise Wrong(f"unknown key {sorted(extra)}")
        spot = Words(report.title, report.text).find("quote", source.get("q"))
        if spot.field != "quote":
            raise Wrong("q: a statement stands in the text, not in the title")
        subject = source.get("subject") or {}
        if extra := set(subject) - set(SUBJECT_KEYS):
            raise Wrong(f"subject: unknown key {sorted(extra)}")
        actor = subject.get("actor")
        actors = self._conflict.tables.actors
        if actor is not None and actor not in actors:
            raise Wrong(f"subject: actor '{actor}' is not in conflict.yaml or the agreement")
        verdict = source.get("verdict")
        verdicts = verdict if isinstance(verdict, list) else [verdict, verdict]
        start, _, end = str(source.get("period") or "/").partition("/")
        short = report.id.split("-")[0]
        claims = [c if "." in c else f"{short}.{c}" for c in source.get("claims") or []]
        for claim in claims:
            if claim not in self._claims:
                raise Wrong(f"claims: no claim '{claim}'")
        for label in source.get("incidents") or []:
            if label not in self._clusters:
                raise Wrong(f"incidents: no incident '{label}'")
        try:
            return Check.model_validate(
                {
                    "id": check_id,
                    "report": report.id,
                    "start": spot.start,
                    "end": spot.end,
                    "quote": spot.quote,
                    "type": source.get("type"),
                    "subject": {
                        **dict.fromkeys(SUBJECT_KEYS),
                        "side": actors.get(actor) if actor else None,
                        **subject,
                    },
                    "comparator": source.get("comparator"),
                    "period": {"start": start or None, "end": end or None},
                    "value": source.get("value"),
                    "tolerance": source.get("tolerance"),
                    "verdict": verdicts[0],
                    "verdict_as_published": verdicts[-1],
                    "record": source.get("record"),
                    "incidents": source.get("incidents") or [],
                    "claims": claims,
                }
            )
        except ValidationError as error:
            raise Wrong(_told(error)) from error

    def findings(self) -> None:
        """The hand-worked verdicts: incident to `{term: verdict}` or `{term: [verdict, side]}`."""
        agreement = self._conflict.agreement
        if self._conflict.findings and agreement is None:
            self._problems.add(FINDINGS_FILE, "verdicts, but the folder has no agreement.path")
            return
        for incident, terms in self._conflict.findings.items():
            with self._problems.at(f"{FINDINGS_FILE}: {incident}"):
                if incident not in self._clusters:
                    raise Wrong("no such incident")
                for term, given in terms.items():
                    self._findings.append(_finding(str(incident), str(term), given, agreement))


def _finding(incident: str, term: str, given: Any, agreement: AgreementNames | None) -> dict[str, str | None]:
    if agreement is None or term not in agreement.terms:
        raise Wrong(f"the agreement has no term '{term}'")
    verdict, side = (given[0], given[1]) if isinstance(given, list) else (given, None)
    if verdict not in set(Verdict):
        raise Wrong(f"{term}: '{verdict}' is no verdict")
    if side is not None and side not in agreement.sides:
        raise Wrong(f"{term}: the agreement has no side '{side}'")
    if side is not None and verdict != Verdict.ALLEGED_VIOLATION:
        raise Wrong(f"{term}: only an alleged violation is attributed")
    return {
        "incident": incident,
        "agreement": agreement.id,
        "term": term,
        "verdict": str(verdict),
        "attributed_to": side,
    }


def _report(data: Mapping[str, Any]) -> Report:
    for key in ("id", "text"):
        if not isinstance(data.get(key), str):
            raise Wrong(f"{key}: missing")
    if "-" not in data["id"]:
        raise Wrong("id: want `<short>-<slug>`; claim ids begin with the part before the first hyphen")
    text = layout_text(data["text"], data.get("layout", "wrap"))
    title = normalise_text(data["title"]) if data.get("title") else None
    published = data.get("published")
    try:
        return Report.model_validate(
            {
                "id": data["id"],
                "url": data.get("url"),
                "source": data.get("source"),
                "lang": data.get("lang", "en"),
                "published": published,
                "published_basis": data.get("published_basis", "given" if published else "unknown"),
                "title": title,
                "text": text,
                "sha256": text_sha256(text),
                "retold": data.get("retold", False),
                "synthetic": data.get("synthetic", not data.get("retold", False)),
                "facts_from": data.get("facts_from", []),
            }
        )
    except ValidationError as error:
        raise Wrong(_told(error)) from error


def _told(error: ValidationError) -> str:
    return "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
