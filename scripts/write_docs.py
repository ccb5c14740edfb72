"""Write the parts of the documentation that follow from the code.

    python scripts/write_docs.py kinds      # docs/kinds.md, from the table in trucewatch.model
    python scripts/write_docs.py figures    # the figures in README.md, from `python -m evaluation score --json`
    python scripts/write_docs.py picture    # docs/ledger.svg, from the output of `make demo`

Tests in tests/docs hold that what is committed is what this writes.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

from trucewatch.model import KINDS, KindGroup

ROOT = Path(__file__).resolve().parent.parent
KINDS_PAGE = ROOT / "docs" / "kinds.md"
README = ROOT / "README.md"
PICTURE = ROOT / "docs" / "ledger.svg"
BASELINE = ROOT / "evaluation" / "baseline.json"
EXAMPLE = ROOT / "examples" / "idlib-2020"
SETS = ("idlib-2020", "development", "held out")
"""Columns of the table of figures, by their names in the evaluation."""

# ---------------------------------------------------------------------- kinds

_GROUPS = {
    KindGroup.VIOLENT: ("Violence", "Scored; what a ceasefire forbids first of all."),
    KindGroup.BREACH: ("Breaches without violence", "Scored in a table of their own."),
    KindGroup.CONDUCT: ("Conduct", "Not scored; terms may commit the parties to it, as to a patrol."),
}

_KINDS_HEAD = """# Kinds of acts

Written by `python scripts/write_docs.py kinds` from the table in `src/trucewatch/model/vocabulary.py`; do not edit it
here. Every claim and incident has one kind.

The right columns name the event and sub-event type of ACLED (Armed Conflict Location & Event Data). A dash means that
no type fits, or that it hangs on who acted: territory taken by force is "Government regains territory" or "Non-state
actor overtakes territory" there. ACLED also codes by who was struck: rifle fire at civilians is an "Attack" under
"Violence against civilians", whatever the weapon. So the mapping serves a first sorting and is no substitute for
ACLED's own coding.
"""


def kinds_page() -> str:
    """docs/kinds.md in full."""
    parts = [_KINDS_HEAD]
    for group, (title, words) in _GROUPS.items():
        rows = [
            f"| `{kind}` | {info.label} | {info.description} "
            f"| {info.acled_event or '–'} | {info.acled_sub_event or '–'} |"
            for kind, info in KINDS.items()
            if info.group is group
        ]
        head = "| kind | label | meaning | ACLED event | ACLED sub-event |\n|---|---|---|---|---|"
        parts.append(f"## {title}\n{words}\n\n{head}\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


# -------------------------------------------------------------------- figures


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the README's table of figures.

    `section` and `line` say where the figure stands in the evaluation's JSON, `trivial` the line of the trivial
    answer beside it, `floor` the rate of evaluation/baseline.json that holds it.
    """

    label: str
    section: str
    line: str
    floor: str
    trivial: str | None = None


ROWS = (
    Row("claims of violence found, F1", "violent acts", "events", "events_f1"),
    Row("... with date, place, killed and injured all right, F1", "violent acts", "strict", "strict_f1"),
    Row("reports without violence that get no claim", "violent acts", "quiet", "quiet"),
    Row("kind right, of claims found", "fields over pairs", "kind", "kind"),
    Row("killed right", "fields over pairs", "killed", "killed"),
    Row("injured right", "fields over pairs", "injured", "injured"),
    Row("date right", "fields over pairs", "date", "date"),
    Row("place right", "fields over pairs", "place", "place"),
    Row("class of account right (who says whose act it was)", "fields over pairs", "attribution", "attribution"),
    Row("breaches without violence found, F1", "breaches without violence", "events", "breaches_f1"),
    Row(
        "incidents, B-cubed F1 (every claim alone)",
        "incidents (B-cubed)",
        "incidents",
        "incidents_bcubed",
        "incidents, all singletons",
    ),
    Row(
        "findings, macro-F1 (the commonest verdict)",
        "findings",
        "findings, macro-F1",
        "findings_macro_f1",
        "findings, constant answer",
    ),
    Row("alleged violations, F1", "findings", "alleged violations", "violations_f1"),
    Row("statements to check found, F1", "checks", "checks found", "checks_f1"),
    Row(
        "verdict on statements right, of all (the commonest verdict)",
        "checks",
        "check verdicts, of all",
        "check_verdicts",
        "check verdicts, constant answer",
    ),
)

Scores = Mapping[str, Mapping[str, Mapping[str, Mapping[str, Any]]]]
_BLOCK = re.compile(r"(<!-- figures: [^\n]*-->\n).*?(<!-- end of figures -->)", re.DOTALL)


def _cell(lines: Mapping[str, Mapping[str, Any]], row: Row) -> str:
    line = lines.get(row.line)
    if line is None:
        return "–"
    low, high = line["interval"]
    width = f" [{low:.2f}–{high:.2f}]" if low != high else ""
    trivial = lines[row.trivial]["value"] if row.trivial and row.trivial in lines else None
    beside = f" ({trivial:.2f})" if trivial is not None else ""
    return f"{line['value']:.2f}{width}{beside}"


def set_sizes(corpora: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """How much each column rests on, in words, from the pins of evaluation/baseline.json."""
    groups: dict[str, list[Mapping[str, Any]]] = {name: [] for name in SETS}
    for name, pin in sorted(corpora.items()):
        held_out = (ROOT / "evaluation" / "heldout" / name).is_dir()
        groups[SETS[0] if name == SETS[0] else SETS[2] if held_out else SETS[1]].append(pin)
    return {
        name: f"{sum(p['reports'] for p in pins)} reports, {sum(p['claims'] for p in pins)} claims, "
        f"{len(pins)} conflict{'s' if len(pins) != 1 else ''}"
        for name, pins in groups.items()
    }


def figures_table(scores: Scores, sizes: Mapping[str, str]) -> str:
    """The table of figures.

    Args:
        scores: What `python -m evaluation score --json` prints.
        sizes: What `set_sizes` says of each set.
    """
    heads = ("the example", "development", "held out")
    out = ["| | " + " | ".join(f"{head}: {sizes[name]}" for head, name in zip(heads, SETS, strict=True)) + " |"]
    out.append("|---" * (1 + len(SETS)) + "|")
    for row in ROWS:
        cells = [_cell(scores.get(name, {}).get(row.section, {}), row) for name in SETS]
        out.append(f"| {row.label} | " + " | ".join(cells) + " |")
    return "\n".join(out) + "\n"


def figures_of(readme: str) -> str:
    """The block that stands in a README."""
    match = _BLOCK.search(readme)
    if match is None:
        raise click.ClickException("README.md has no block of figures")
    return match[0]


def with_figures(readme: str, table: str) -> str:
    """A README with the block of figures filled anew."""
    figures_of(readme)
    return _BLOCK.sub(lambda match: f"{match[1]}{table}{match[2]}", readme)


# -------------------------------------------------------------------- picture

PICTURED = ("2020-03-17", "2020-03-20")
"""Days of the ledger that the picture shows, the second not included: the killing of two soldiers near Muhambal."""
_SHOWN_CHECKS = 6


def _rows(lines: Sequence[str], column: int) -> Iterator[list[str]]:
    """Rows of a printed table: one begins wherever this column, which never folds, is not empty."""
    row: list[str] = []
    for line in lines:
        if line[column : column + 1].strip() and row:
            yield row
            row = []
        row.append(line)
    if row:
        yield row


def excerpt(output: str) -> str:
    """The parts of the demo's output that the picture shows; what is left out is told in a line of its own."""
    out: list[str] = []
    for block in output.strip().split("\n\n"):
        head, *lines = block.splitlines()
        if head.startswith("Incidents:"):
            rows = list(_rows(lines[2:], lines[0].index("grade")))
            kept = [row for row in rows if PICTURED[0] <= row[0][:10] < PICTURED[1]]
            note = f"... {len(rows) - len(kept)} more before and after"
            lines = [*lines[:2], *(line for row in kept for line in row), note]
        elif head.startswith("Checks") and lines:
            rows = list(_rows(lines[2:], lines[0].index("verdict")))
            kept = rows[:_SHOWN_CHECKS]
            more = [f"... {len(rows) - len(kept)} more"] if len(rows) > len(kept) else []
            lines = [*lines[:2], *(line for row in kept for line in row), *more]
        elif head.startswith("Written"):
            continue
        out += [head, *lines, ""]
    return "\n".join(line.rstrip() for line in out).strip() + "\n"


def draw(output: str) -> str:
    """Printed text as SVG that asks nobody for a font."""
    console = Console(record=True, width=150, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text("$ make demo", style="bold green"))
    heads = ("Incidents:", "Findings", "Checks", "What could")
    for line in output.splitlines():
        console.print(Text(line, style="bold" if line.startswith(heads) else ""), soft_wrap=True)
    bare = re.sub(r"@font-face \{\{.*?\}\}\n", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    return console.export_svg(title="trucewatch", code_format=bare, unique_id="ledger")


def demo_output() -> str:
    """What `make demo` prints."""
    lines = (EXAMPLE / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    retold = "".join(f"{line}\n" for line in lines if '"retold": true' in line)
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", "from trucewatch.cli import main; main()", "run", "-"]
        command += ["--agreement", str(EXAMPLE / "agreement.toml"), "--out", folder]
        done = subprocess.run(command, input=retold, capture_output=True, text=True, check=False)
        if done.returncode:
            raise click.ClickException(done.stderr.strip()[-2000:])
        return done.stdout


# ------------------------------------------------------------------- commands


@click.group(help=__doc__)
def main() -> None:
    """Write documentation from code."""


@main.command()
def kinds() -> None:
    """Write docs/kinds.md."""
    KINDS_PAGE.write_text(kinds_page(), encoding="utf-8")


_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@main.command()
@click.option("--scores", type=_FILE, help="JSON of an earlier run, instead of a new one.")
@click.option("--baseline", type=_FILE, default=BASELINE, help="Another file of pins than evaluation/baseline.json.")
def figures(scores: Path | None, baseline: Path) -> None:
    """Write the figures in README.md."""
    if scores is None:
        command = [sys.executable, "-m", "evaluation", "score", "--json"]
        text = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    else:
        text = scores.read_text(encoding="utf-8")
    pins = json.loads(baseline.read_text(encoding="utf-8"))["corpora"]
    readme = README.read_text(encoding="utf-8")
    README.write_text(with_figures(readme, figures_table(json.loads(text), set_sizes(pins))), encoding="utf-8")


@main.command()
def picture() -> None:
    """Draw docs/ledger.svg."""
    PICTURE.write_text(draw(excerpt(demo_output())), encoding="utf-8")


if __name__ == "__main__":
    main()
