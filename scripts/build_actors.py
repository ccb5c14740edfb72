"""Build the shipped list of armed groups from the UCDP actor list.

Usage: python scripts/build_actors.py UCDP_ACTOR_CSV

Writes src/trucewatch/extract/data/actors.tsv: canonical name, other names (parted by |), location. Governments are
left out (they come from the table of countries), as are peoples and communities without an organisation.
Source: UCDP Actor Dataset 22.1, CC BY 4.0.
"""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

OUT = Path(__file__).parent.parent / "src/trucewatch/extract/data/actors.tsv"
COMMUNITY = re.compile(
    r"(?i)^(civilians|government of|supporters of|.*\b(clan|sub-clan|people|muslims|christians|farmers|herders)\b)"
)


def clean(name: str) -> str | None:
    """One name without brackets and blanks; None where the cell says that there is none."""
    name = re.sub(r"\s*\(.*?\)", "", name).strip(" ,'\"")
    if not name or name.lower() in {"n/a", "na", "none", "unknown"} or len(name) < 2 or len(name) > 80:
        return None
    return name


def main(path: str) -> None:
    """Write the table, sorted by name."""
    rows: dict[str, tuple[list[str], str]] = {}
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["Org"] not in {"1", "2"} or COMMUNITY.match(row["NameData"]):
                continue
            columns = ("NameData", "NameOrigFullEng", "NameOrig", "NameOrigFull", "NewName", "NewNameFullEng")
            raw = [row[k] for k in columns]
            names = list(dict.fromkeys(n for part in raw for n in [clean(part)] if n))
            if not names:
                continue
            full = clean(row["NameData"]) or names[0]  # the name in use; the original name may be that of a forerunner
            rows[full] = ([n for n in names if n != full], row["Location"])
    with OUT.open("w", encoding="utf-8", newline="") as out:
        out.write("name\taliases\tlocation\n")
        for name in sorted(rows):
            aliases, location = rows[name]
            out.write(f"{name}\t{'|'.join(aliases)}\t{location}\n")
    sys.stderr.write(f"{len(rows)} actors written to {OUT.name}\n")


if __name__ == "__main__":
    main(sys.argv[1])
