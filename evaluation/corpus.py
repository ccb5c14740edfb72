"""The sets that are scored: the worked example, the development reports, and the held-out reports."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from evaluation.checks import GoldCheck
from evaluation.findings import GoldFinding
from trucewatch.errors import InputError
from trucewatch.model import CheckType, CheckVerdict, Claim, Report, Verdict, text_sha256

T = TypeVar("T", Report, Claim)

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "idlib-2020"
DEVELOPMENT = ROOT / "evaluation" / "development"
HELD_OUT = ROOT / "evaluation" / "heldout"


@dataclass(frozen=True, slots=True)
class Corpus:
    """Reports with gold. A set without findings or checks has none to score."""

    name: str
    folder: Path
    reports: tuple[Report, ...]
    claims: tuple[Claim, ...]
    incidents: Mapping[str, tuple[str, ...]]
    findings: tuple[GoldFinding, ...]
    checks: tuple[GoldCheck, ...]
    agreement: Path | None
    sha256: str
    """Of the bytes of every gold file and the agreement, in order of name."""


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a JSON Lines file with `file:line`; nothing where there is no file."""
    if not path.exists():
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            where = f"{path}:{number}"
            try:
                yield where, json.loads(line)
            except ValueError as error:
                raise InputError(f"not JSON: {error}", where=where) from error


def _record(kind: type[T], where: str, row: dict[str, Any]) -> T:
    try:
        return kind.model_validate(row)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(x) for x in first["loc"])
        raise InputError(f"{row.get('id')}: {key}: {first['msg']}", where=where) from error


def _agreement(folder: Path) -> Path | None:
    """`agreement.toml` of the folder, or the file that its `agreement.path` names (from the folder or the root)."""
    own, pointer = folder / "agreement.toml", folder / "agreement.path"
    if own.exists():
        return own
    if not pointer.exists():
        return None
    name = pointer.read_text(encoding="utf-8").strip()
    for base in (folder, ROOT):
        if (base / name).exists():
            return (base / name).resolve()
    raise InputError(f"no agreement {name}", where=str(pointer), remedy="give a path from the folder or the project")


def _digest(folder: Path, agreement: Path | None) -> str:
    paths = sorted(folder.glob("*.jsonl"))
    if agreement is not None:
        paths += [agreement, *sorted(agreement.parent.glob("*.geojson"))]
    total = hashlib.sha256()
    for path in paths:
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def load_corpus(folder: Path) -> Corpus:
    """Load a set.

    Args:
        folder: Holds `reports.jsonl` and `claims.gold.jsonl`, and may hold `incidents.gold.jsonl`,
            `findings.gold.jsonl`, `checks.gold.jsonl`, and `agreement.toml` or `agreement.path`.

    Raises:
        InputError: A row is not what the contract says, with file, line and key.
    """
    reports = tuple(
        _record(Report, where, {"sha256": text_sha256(row.get("text") or ""), **row})
        for where, row in _rows(folder / "reports.jsonl")
    )
    claims = tuple(_record(Claim, where, row) for where, row in _rows(folder / "claims.gold.jsonl"))
    known = {r.id for r in reports}
    for claim in claims:
        if claim.report not in known:
            raise InputError(f"{claim.id}: no report {claim.report}", where=str(folder / "claims.gold.jsonl"))
    findings = tuple(
        GoldFinding(f["incident"], f["agreement"], f["term"], Verdict(f["verdict"]), f["attributed_to"])
        for _, f in _rows(folder / "findings.gold.jsonl")
    )
    checks = tuple(
        GoldCheck(
            k["report"],
            k["start"],
            k["end"],
            k["quote"],
            CheckType(k["type"]),
            CheckVerdict(k["verdict"]),
            CheckVerdict(k.get("verdict_as_published", k["verdict"])),
        )
        for _, k in _rows(folder / "checks.gold.jsonl")
    )
    agreement = _agreement(folder)
    return Corpus(
        name=folder.name,
        folder=folder,
        reports=reports,
        claims=claims,
        incidents={n["id"]: tuple(n["claims"]) for _, n in _rows(folder / "incidents.gold.jsonl")},
        findings=findings,
        checks=checks,
        agreement=agreement,
        sha256=_digest(folder, agreement),
    )


def _folders(root: Path) -> tuple[Path, ...]:
    """Each folder that holds reports and gold claims, by name."""
    found = (p.parent for p in root.glob("*/claims.gold.jsonl"))
    return tuple(sorted(p for p in found if (p / "reports.jsonl").exists()))


def corpus_folders() -> tuple[Path, ...]:
    """The example first, then each development folder: the sets that rules and weights may be fitted to."""
    return (EXAMPLE, *_folders(DEVELOPMENT))


def heldout_folders() -> tuple[Path, ...]:
    """The held-out folders: scored, and never read by whoever works on the rules."""
    return _folders(HELD_OUT)


def is_held_out(folder: Path) -> bool:
    """Whether errors on this set are kept from print."""
    return folder.resolve().parent == HELD_OUT
