"""A folder of marked-up reports into reports, claims and clusters in the contract's shape."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from evaluation.authoring import AuthoringError, Folder, FolderBuild, Problem, write_folder
from evaluation.authoring.source import Conflict, Problems, Tables, Wrong, read_yaml

from training.corpus.manifest import CONFLICTS
from training.corpus.markup import MarkedReport, MarkedWords, parse_file
from training.corpus.shorthand import CATEGORIES, Names, claim_mappings
from trucewatch.model import ClaimantKind

TABLES_FILE = "conflict.yaml"
EXTENSION = "*.rep"
META_FILE = "meta.jsonl"
FORMS = frozenset(
    {
        *(
            "wire",
            "uppercase",
            "ministry",
            "armed_group",
            "monitor",
            "un",
            "stringer",
            "translated",
            "tweets",
            "liveblog",
        ),
        *("ledger", "table", "roundup", "revision", "denial", "self_claim", "non_hostile", "clash", "named", "vague"),
        *("breach", "typos", "radio", "feature", "letter"),
    }
)
"""What a report is, and what is hard in it; a report has one or more."""


@dataclass(frozen=True, slots=True)
class Meta:
    """What the contract's Report does not hold: where a report belongs and what it is."""

    report: str
    conflict: str
    forms: tuple[str, ...]
    quiet: str | None


@dataclass(frozen=True, slots=True)
class Compiled:
    """One conflict: the gold, what each report is, its names, and where each mark stands."""

    gold: Folder
    meta: tuple[Meta, ...]
    names: Names
    marked: tuple[MarkedReport, ...]


def conflict_folders(root: Path = CONFLICTS) -> tuple[Path, ...]:
    """The folders at or below `root` that hold reports, by path."""
    return tuple(sorted({p.parent for p in root.rglob(EXTENSION)}))


def load_names(folder: Path, problems: Problems) -> tuple[str, str, Names]:
    """Id, version and tables of a conflict.

    A folder without tables of its own (a second annotation) has those of the conflict of its name.
    """
    path = folder / TABLES_FILE
    if not path.is_file():
        path = CONFLICTS / folder.name / TABLES_FILE
    if not path.is_file():
        raise AuthoringError((Problem(str(folder), f"no {TABLES_FILE} here, and no conflict '{folder.name}'"),))
    data = read_yaml(path) or {}
    for key in sorted(set(data) - {"id", "name", "version", "actors", "claimants", "places"}):
        problems.add(str(path), f"unknown key '{key}'")
    actors: dict[str, tuple[str, str | None]] = {}
    claimants: dict[str, Mapping[str, Any]] = {}
    speaks_for: dict[str, str] = {}
    places: dict[str, Mapping[str, Any]] = {}
    for key, row in (data.get("actors") or {}).items():
        with problems.at(f"{path}: actors.{key}"):
            if key in CATEGORIES:
                raise Wrong("the key is the word for a category; take another")
            actors[key] = _actor(row)
    for key, row in (data.get("claimants") or {}).items():
        with problems.at(f"{path}: claimants.{key}"):
            if key in set(ClaimantKind):
                raise Wrong("the key is the word for a kind of claimant; take another")
            if not isinstance(row, list) or len(row) not in (2, 3) or row[1] not in set(ClaimantKind):
                raise Wrong("want [name, kind] or [name, kind, actor that it speaks for]")
            claimants[key] = {"name": row[0], "kind": row[1]}
            if len(row) == 3:
                if row[2] not in actors:
                    raise Wrong(f"no actor '{row[2]}'")
                speaks_for[key] = actors[row[2]][0]
    for key, row in (data.get("places") or {}).items():
        with problems.at(f"{path}: places.{key}"):
            places[key] = _place(row)
    tables = Tables(dict.fromkeys(name for name, _ in actors.values()), claimants, places)
    return str(data.get("id") or folder.name), str(data.get("version", 1)), Names(tables, actors, speaks_for)


def _actor(row: Any) -> tuple[str, str | None]:
    name, category = (row[0], row[1]) if isinstance(row, list) and len(row) == 2 else (row, None)
    if not isinstance(name, str) or (category is not None and category not in CATEGORIES):
        raise Wrong(f"want a name, or [name, category] with one of {', '.join(CATEGORIES)}")
    return name, category


def _place(row: Any) -> dict[str, Any]:
    """A place from `[name, admin1, country, lat, lon, radius_km, precision]`; the last is 1 where it is left out."""
    if not isinstance(row, list) or len(row) not in (3, 6, 7):
        raise Wrong("want [name, admin1, country, lat, lon, radius_km] with the precision after it where it is not 1")
    place = {"name": row[0], "admin1": row[1], "country": row[2]}
    if len(row) > 3:
        place |= {"lat": row[3], "lon": row[4], "radius_km": row[5], "precision": row[6] if len(row) == 7 else 1}
    return place


def compile_conflict(folder: Path) -> Compiled:
    """Compile one folder in memory; raises AuthoringError with every mistake found."""
    problems = Problems()
    name, version, names = load_names(folder, problems)
    builder = FolderBuild(
        Conflict(folder, name, f"gold {name} v{version}", names.tables, None, (), {}),
        problems,
    )
    meta: list[Meta] = []
    reports: list[MarkedReport] = []
    for path in sorted(folder.glob(EXTENSION)):
        for report in parse_file(str(path), path.read_text(encoding="utf-8"), problems):
            with problems.at(report.where):
                build_report(builder, report, names, problems)
                reports.append(report)
                meta.append(Meta(report.id, name, report.forms, report.quiet))
    if problems.found:
        raise AuthoringError(tuple(problems.found))
    return Compiled(builder.result(), tuple(meta), names, tuple(reports))


def build_report(builder: FolderBuild, report: MarkedReport, names: Names, problems: Problems) -> None:
    """Compile one report into the folder under construction; raises Wrong where it cannot be."""
    if unknown := sorted(set(report.forms) - FORMS):
        raise Wrong(f"no form {unknown}; one of {', '.join(sorted(FORMS))}")
    if "source" not in report.header:
        raise Wrong("source: missing; an invented outlet")
    data = {
        "id": report.id,
        "source": report.header["source"],
        "published": report.published,
        "lang": report.header.get("lang", "en"),
        "title": report.title,
        "text": report.text,
        "layout": "keep",
        "author": report.header.get("author"),
        "quiet": report.quiet is not None,
        "allow": report.header.get("allow", "").split(),
        "claims": claim_mappings(report, names, problems),
    }
    builder.report(
        report.where,
        data,
        words=MarkedWords(report.title, report.text, report.marks),
        spots={line.key: line.where for line in report.lines},
    )


def compile_all(root: Path = CONFLICTS) -> tuple[Compiled, ...]:
    """Every conflict at or below `root`; raises AuthoringError with the mistakes of all of them."""
    done: list[Compiled] = []
    found: list[Problem] = []
    for folder in conflict_folders(root):
        try:
            done.append(compile_conflict(folder))
        except AuthoringError as error:
            found += error.problems
    if found:
        raise AuthoringError(tuple(found))
    return tuple(done)


def write_conflict(out: Path, compiled: Compiled) -> Path:
    """Write the gold files and `meta.jsonl` under `out`, in a folder of the conflict's id."""
    folder = out / compiled.gold.id
    folder.mkdir(parents=True, exist_ok=True)
    write_folder(folder, compiled.gold)
    lines = "".join(f"{json.dumps(asdict(m), ensure_ascii=False)}\n" for m in compiled.meta)
    (folder / META_FILE).write_text(lines, encoding="utf-8", newline="\n")
    return folder
