"""A situation report as PDF, typeset by Typst: the same blocks as the page of HTML.

The words of reports reach Typst as data alone, never as markup. It is given an empty folder of its own and may read
nothing else; packages are looked for in that folder, and the template asks for none, so that nothing is fetched. Fonts
are those that the library brings, so that the same report gives the same bytes on every machine.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from importlib.resources import files
from pathlib import Path
from typing import Literal

from trucewatch.errors import UsageError
from trucewatch.publish.report_blocks import SituationReport, seen

_EPOCH = 0
"""The moment of making that is written into the file: none is told."""

_STANDARD: Literal["ua-1"] = "ua-1"
"""PDF/UA: tables, headings and drawings are tagged, so that it can be read aloud."""

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]


def report_pdf(report: SituationReport) -> bytes:
    """The pages; the same report gives the same bytes with the same version of Typst.

    Raises:
        UsageError: The extra `report` is not installed.
    """
    try:
        import typst
    except ImportError as error:
        raise UsageError(
            "a PDF needs the extra report",
            where=str(error.name),
            remedy="pip install 'trucewatch[report]', or print the HTML from a browser",
        ) from error
    with tempfile.TemporaryDirectory(prefix="trucewatch-report-") as made:
        folder = Path(made)
        _lay_out(report, folder)
        compiler = typst.Compiler(
            folder / "report.typ",
            root=folder,
            font_paths=[],
            ignore_system_fonts=True,
            package_path=folder / "packages",
            package_cache_path=folder / "packages",
        )
        pages = compiler.compile(format="pdf", timestamp=_EPOCH, pdf_standards=_STANDARD)
    assert isinstance(pages, bytes)
    return pages


def _lay_out(report: SituationReport, folder: Path) -> None:
    """Write what is typeset: the template, the report as data, the drawings."""
    template = files("trucewatch.publish").joinpath("templates", "report.typ").read_text(encoding="utf-8")
    (folder / "report.typ").write_text(template, encoding="utf-8")
    (folder / "report.json").write_text(json.dumps(as_data(report), ensure_ascii=False), encoding="utf-8")
    for picture in report.pictures():
        (folder / picture.name).write_text(picture.svg, encoding="utf-8")


def as_data(value: object) -> Json:
    """Blocks as plain data; each carries the name of its kind under `is`."""
    match value:
        case Enum():
            return str(value.value)
        case str():
            return seen(value)
        case None | bool() | int() | float():
            return value
        case tuple() | list():
            return [as_data(one) for one in value]
        case Mapping():
            return {str(key): as_data(one) for key, one in value.items()}
        case _ if is_dataclass(value):
            told: dict[str, Json] = {f.name: as_data(getattr(value, f.name)) for f in fields(value)}
            return {"is": type(value).__name__, **told}
        case _:
            raise TypeError(f"not a block: {type(value).__name__}")
