"""Write what docs say of agreements: the tables of docs/agreements.md, docs/agreement.schema.json, and the pictures.

    python scripts/agreement_docs.py

A test fails where the files differ from what this writes.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import AfterValidator

from trucewatch.locate import Gazetteer
from trucewatch.model import (
    ACTS,
    TERM_TESTS,
    Actor,
    Agreement,
    Exempt,
    Outcome,
    Party,
    Record,
    Side,
    Source,
    Term,
    TermRole,
    Zone,
)
from trucewatch.publish import draw_agreement, places_around
from trucewatch.read import load_agreement

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGE, SCHEMA = DOCS / "agreements.md", DOCS / "agreement.schema.json"
TABLES: dict[str, type[Record]] = {
    "parties": Party,
    "sides": Side,
    "actors": Actor,
    "exempt": Exempt,
    "zones": Zone,
    "terms": Term,
    "sources": Source,
}
_ROLES = {
    TermRole.ACT: "no: out of scope",
    TermRole.COMMITMENT: "yes: may be consistent; not yes: nothing more is asked",
    TermRole.TIME: "no: out of scope",
    TermRole.PLACE: "no: out of scope",
    TermRole.ACTOR: "no: out of scope",
    TermRole.EXEMPT: "yes: out of scope",
    TermRole.EXTENT: "told, changes no verdict",
}


def keys() -> Iterator[str]:
    """The tables of keys, one for each table of the file."""
    yield from _keys_of("At the top", Agreement, skip=set(TABLES))
    for name, kind in TABLES.items():
        yield from _keys_of(f"`[[{name}]]`", kind, skip={"geometry"})


def _keys_of(heading: str, kind: type[Record], skip: set[str]) -> Iterator[str]:
    yield f"### {heading}"
    yield ""
    yield from ["| key | takes | needed | meaning |", "|---|---|---|---|"]
    for name, info in kind.model_fields.items():
        if name not in skip:
            needed = "yes" if info.is_required() else ""
            takes = "date or time" if _is_moment(info.metadata) else _takes(info.annotation)
            yield f"| `{info.alias or name}` | {takes} | {needed} | {info.description} |"
    yield ""


def _is_moment(metadata: list[Any]) -> bool:
    return any(isinstance(m, AfterValidator) for m in metadata)


def _takes(annotation: Any) -> str:
    parts = [a for a in get_args(annotation) if a is not type(None)]
    if get_origin(annotation) is Literal:
        return ", ".join(f"`{a}`" for a in parts)
    if get_origin(annotation) is tuple:
        inner = _takes(parts[0])
        return f"list of {'lists of ' + inner.removeprefix('list of ') if inner.startswith('list') else inner}"
    if annotation is Outcome:
        return "`yes`, `no`, `unknown`"
    words = {str: "text", float: "number", int: "whole number", bool: "`true`, `false`"}
    if annotation in words:
        return words[annotation]
    if get_origin(annotation) is Annotated:
        return "date or time" if _is_moment(parts[1:]) else _takes(parts[0])
    return _takes(parts[0]) if parts else str(annotation)


def tests() -> Iterator[str]:
    """The table of tests."""
    yield from ["| test | asks | answer | needs |", "|---|---|---|---|"]
    for name, info in TERM_TESTS.items():
        needs = ", ".join(f"`{need}`".replace("|", "` or `") for need in info.needs)
        if info.zone_kinds and len(info.zone_kinds) < 3:
            needs += f" ({' or '.join(info.zone_kinds)})"
        yield f"| `{name}` | {info.description} | {_ROLES[info.role]} | {needs} |"
    yield ""


def acts() -> Iterator[str]:
    """The table of classes of acts."""
    yield from ["| word | means | yes | yes against forces, else unknown | unknown |", "|---|---|---|---|---|"]
    for name, act in ACTS.items():
        sets = (act.yes, act.against_forces, act.unknown)
        cells = " | ".join(", ".join(f"`{kind.value}`" for kind in sorted(kinds)) for kinds in sets)
        yield f"| `{name}` | {act.description} | {cells} |"
    yield ""


def page(old: str) -> str:
    """The page with its generated parts as they should be."""
    for name, lines in (("keys", keys()), ("tests", tests()), ("acts", acts())):
        marks = f"<!-- {name}: written by scripts/agreement_docs.py -->", f"<!-- end of {name} -->"
        pattern = re.compile(f"{re.escape(marks[0])}.*?{re.escape(marks[1])}", re.DOTALL)
        if not pattern.search(old):
            raise ValueError(f"no place for {name} in {PAGE.name}")
        body = "\n".join(lines)
        old = pattern.sub(lambda _, body=body, marks=marks: f"{marks[0]}\n{body}{marks[1]}", old)
    return old


def schema() -> str:
    """JSON Schema of the file once its TOML dates are read as text."""
    found = Agreement.model_json_schema(by_alias=True)
    found["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    found["title"] = "Agreement"
    found["$defs"]["Zone"]["properties"].pop("geometry")
    tests_of = found["$defs"]["Term"]["properties"]["tests"]
    tests_of["items"] = {"type": "string", "enum": list(TERM_TESTS)}
    pattern = r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2}))?$"
    for where, names in (
        (found["properties"], ("declared", "effective", "ended")),
        (found["$defs"]["Term"]["properties"], ("from", "until")),
        (found["$defs"]["Zone"]["properties"], ("valid_from", "valid_to")),
    ):
        for name in names:
            target = next(
                (option for option in where[name].get("anyOf", []) if option["type"] == "string"), where[name]
            )
            target["pattern"] = pattern
    found["properties"]["effective_alternatives"]["items"]["pattern"] = pattern
    return json.dumps(found, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def pictures(*, towns: bool = True) -> Iterator[tuple[Path, str]]:
    """The picture of every shipped agreement, with the towns of the shipped gazetteer unless told otherwise."""
    with tempfile.TemporaryDirectory() as nothing:
        gazetteer = Gazetteer.load(home=Path(nothing)) if towns else None
    for file in sorted((ROOT / "examples").rglob("agreement.toml")):
        found = load_agreement(file)
        svg = draw_agreement(found, places_around(found, gazetteer) if gazetteer is not None else ())
        yield DOCS / "agreements" / f"{found.id}.svg", svg


def main() -> None:
    """Write the files."""
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    SCHEMA.write_text(schema(), encoding="utf-8")
    for path, svg in pictures():
        path.write_text(svg, encoding="utf-8")
    print(f"wrote {PAGE.name}, {SCHEMA.name} and the pictures")


if __name__ == "__main__":
    main()
