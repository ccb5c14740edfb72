"""How often two people are taken for one by name: on participants of incidents of the Gun Violence Archive.

    python -m evaluation.casualty_names --data DIR

DIR holds `gun_violence_archive/incidents.jsonl`; only its train and dev parts are read. People of one incident are
different people, many of one family, so every pair of them that `same_person` calls one is a mistake; random pairs
over all names show how often strangers meet.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from trucewatch.link.casualties import same_person
from trucewatch.model import Outcome

_PAIRS = 300_000


def participants(folder: Path) -> list[list[str]]:
    """Names of the people of each incident of the train and dev parts, each once."""
    lines = (folder / "gun_violence_archive" / "incidents.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["split"] in ("train", "dev")]
    return [list(dict.fromkeys(p["Name"] for p in row.get("participants", ()) if p.get("Name"))) for row in rows]


def tally(pairs: Iterable[tuple[str, str]]) -> Counter[Outcome]:
    """How many pairs are called one, two, and open."""
    return Counter(same_person(a, b) for a, b in pairs)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="folder of public data")
    people = participants(parser.parse_args().data)
    names = sorted({name for row in people for name in row})
    pick = random.Random(2)
    told = {
        "people of one incident": tally(p for row in people for p in itertools.combinations(row, 2)),
        f"random pairs of {len(names)} names": tally(tuple(pick.sample(names, 2)) for _ in range(_PAIRS)),  # type: ignore[misc]
    }
    for label, counts in told.items():
        print(
            f"{label}: {counts.total()} pairs, one {counts[Outcome.YES]}, two {counts[Outcome.NO]},"
            f" open {counts[Outcome.UNKNOWN]}"
        )


if __name__ == "__main__":
    main()
