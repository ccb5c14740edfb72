"""The YAML source of one conflict: reading, inheritance between claims, and the tables that short forms refer to."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from trucewatch.errors import InputError

ROOT = Path(__file__).resolve().parents[2]
SOURCE_DIR = "source"
CONFLICT_FILE = "conflict.yaml"
FINDINGS_FILE = "findings.yaml"
AGREEMENT_FILE = "agreement.path"

REPORT_KEYS = frozenset(
    [
        "id",
        "source",
        "lang",
        "published",
        "published_basis",
        "title",
        "text",
        "layout",
        "url",
        "retold",
        "synthetic",
        "facts_from",
        "author",
        "quiet",
        "allow",
        "places",
        "claimants",
        "defaults",
        "claims",
        "checks",
    ]
)
CONFLICT_KEYS = frozenset(["id", "name", "version", "actors", "claimants", "places"])
CLAIM_KEYS = frozenset(
    [
        "kind",
        "scope",
        "background",
        "superseded",
        "coverage",
        "modality",
        "when",
        "where",
        "by",
        "targets",
        "killed",
        "injured",
        "missing",
        "captured",
        "acts",
        "victims",
        "cause",
        "weapon",
        "claimants",
        "denied_by",
        "incident",
        "like",
        "note",
    ]
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a source: where (file, report, key) and what."""

    where: str
    message: str

    def __str__(self) -> str:
        """`where: message`."""
        return f"{self.where}: {self.message}"


class AuthoringError(InputError):
    """A source that does not compile; `problems` holds everything found, not the first alone."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__(
            "\n".join(map(str, problems)), remedy="the source format stands in evaluation/development/README.md"
        )


class Wrong(Exception):
    """A mistake at one key; caught where the file and the report are known, never seen outside the package."""


@dataclass
class Problems:
    """Collects mistakes, so that an author sees all of them at once."""

    found: list[Problem] = field(default_factory=list)

    def add(self, where: str, message: str) -> None:
        """Note one mistake."""
        self.found.append(Problem(where, message))

    @contextmanager
    def at(self, where: str) -> Iterator[None]:
        """Turn a `Wrong` raised inside into a problem at `where`."""
        try:
            yield
        except Wrong as error:
            self.add(where, str(error))


class _Loader(yaml.SafeLoader):
    """YAML without its surprises: no dates, no yes/no booleans (NO is Norway), no key twice."""


def _unique_mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Hashable, Any]:
    seen: set[Hashable] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            raise yaml.constructor.ConstructorError(None, None, f"key '{key}' stands twice", key_node.start_mark)
        seen.add(key)
    return loader.construct_mapping(node, deep=True)


def _plain_scalars() -> None:
    _Loader.yaml_implicit_resolvers = {
        first: [(tag, rx) for tag, rx in rules if not tag.endswith((":timestamp", ":bool"))]
        for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    yaml.add_implicit_resolver("tag:yaml.org,2002:bool", _BOOL, list("tf"), Loader=_Loader)
    _Loader.add_constructor("tag:yaml.org,2002:map", _unique_mapping)


_BOOL = re.compile(r"true|false")
_plain_scalars()


def read_yaml(path: Path) -> Any:
    """The content of one YAML file; raises AuthoringError with the line where it does not parse."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except yaml.YAMLError as error:
        raise AuthoringError((Problem(str(path), str(error)),)) from error


@dataclass(frozen=True, slots=True)
class Tables:
    """What short forms refer to: actors with their sides, claimants and places by key."""

    actors: Mapping[str, str | None]
    claimants: Mapping[str, Mapping[str, Any]]
    places: Mapping[str, Mapping[str, Any]]

    def with_report(self, report: Mapping[str, Any]) -> Tables:
        """These tables with the report's own claimants and places added."""
        return Tables(
            self.actors,
            {**self.claimants, **(report.get("claimants") or {})},
            {**self.places, **(report.get("places") or {})},
        )


@dataclass(frozen=True, slots=True)
class AgreementNames:
    """Ids of an agreement file that gold may use."""

    id: str
    sides: frozenset[str]
    terms: frozenset[str]
    actors: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Conflict:
    """One folder's source: its tables, its report files and its hand-worked verdicts."""

    folder: Path
    id: str
    extractor: str
    tables: Tables
    agreement: AgreementNames | None
    reports: tuple[tuple[str, Mapping[str, Any]], ...]
    findings: Mapping[str, Any]


def _agreement(folder: Path) -> AgreementNames | None:
    pointer = folder / AGREEMENT_FILE
    if not pointer.is_file():
        return None
    name = pointer.read_text(encoding="utf-8").strip()
    path = folder / name if (folder / name).exists() else ROOT / name
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return AgreementNames(
            data["id"],
            frozenset(s["id"] for s in data["sides"]),
            frozenset(t["id"] for t in data["terms"]),
            {a["name"]: a["side"] or None for a in data["actors"]},
        )
    except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
        raise AuthoringError((Problem(str(pointer), f"{path} does not load as an agreement: {error!r}"),)) from error


def _known_keys(data: Any, known: frozenset[str], where: str, problems: Problems) -> Mapping[str, Any]:
    if not isinstance(data, dict):
        problems.add(where, "want a mapping")
        return {}
    for key in sorted(set(data) - known):
        problems.add(where, f"unknown key '{key}'")
    return data


def load_conflict(folder: Path, problems: Problems) -> Conflict:
    """Read `folder/source`: conflict.yaml, findings.yaml where there is one, and every other YAML file as reports.

    A report file holds one report, or several parted by lines of `---`.
    """
    source = folder / SOURCE_DIR
    main = source / CONFLICT_FILE
    if not main.is_file():
        raise AuthoringError((Problem(str(main), "no such file; every conflict folder has one"),))
    head = _known_keys(read_yaml(main), CONFLICT_KEYS, CONFLICT_FILE, problems)
    agreement = _agreement(folder)
    reports: list[tuple[str, Mapping[str, Any]]] = []
    for path in sorted(source.glob("*.yaml")):
        if path.name in (CONFLICT_FILE, FINDINGS_FILE):
            continue
        for data in _documents(path):
            name = f"{path.name}: {data.get('id', '?') if isinstance(data, dict) else '?'}"
            reports.append((name, _known_keys(data, REPORT_KEYS, name, problems)))
    findings = source / FINDINGS_FILE
    return Conflict(
        folder=folder,
        id=str(head.get("id") or folder.name),
        extractor=f"gold {head.get('id') or folder.name} v{head.get('version', 1)}",
        tables=Tables(
            {**_actor_table(head.get("actors")), **(agreement.actors if agreement else {})},
            head.get("claimants") or {},
            head.get("places") or {},
        ),
        agreement=agreement,
        reports=tuple(reports),
        findings=(read_yaml(findings) or {}) if findings.is_file() else {},
    )


def _actor_table(data: Any) -> dict[str, str | None]:
    if isinstance(data, list):
        return dict.fromkeys(map(str, data))
    return dict(data or {})


def _documents(path: Path) -> list[Any]:
    try:
        text = path.read_text(encoding="utf-8")
        return [x for x in yaml.load_all(text, Loader=_Loader) if x is not None]
    except yaml.YAMLError as error:
        raise AuthoringError((Problem(str(path), str(error)),)) from error


def resolve_claims(report: Mapping[str, Any], where: str, problems: Problems) -> dict[str, dict[str, Any]]:
    """Every claim of a report with `defaults` and `like` worked in; a key set to null drops what was inherited."""
    defaults = dict(report.get("defaults") or {})
    done: dict[str, dict[str, Any]] = {}
    for key, data in (report.get("claims") or {}).items():
        spot = f"{where}: claims.{key}"
        own = dict(_known_keys(data, CLAIM_KEYS, spot, problems))
        base = defaults
        if (like := own.pop("like", None)) is not None:
            if like not in done:
                problems.add(spot, f"like: no earlier claim '{like}'")
            base = done.get(like, defaults)
        done[str(key)] = {k: v for k, v in {**base, **own}.items() if v is not None}
    _known_keys(defaults, CLAIM_KEYS - {"like"}, f"{where}: defaults", problems)
    return done
