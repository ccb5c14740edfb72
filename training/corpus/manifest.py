"""Which conflict stands in which part of the corpus."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from trucewatch.errors import InputError

HERE = Path(__file__).resolve().parent
CONFLICTS = HERE / "conflicts"
MANIFEST = HERE / "manifest.toml"
SPLITS = ("train", "dev", "test")


@dataclass(frozen=True, slots=True)
class Manifest:
    """Conflict to split. A conflict may be planned here before its first report is written."""

    split_of: Mapping[str, str]

    def conflicts(self, split: str) -> tuple[str, ...]:
        """The conflicts of one split, by name."""
        return tuple(sorted(c for c, s in self.split_of.items() if s == split))


def load_manifest(path: Path = MANIFEST) -> Manifest:
    """Read the manifest; raises InputError where a conflict stands in two splits or a split is unknown."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    split_of: dict[str, str] = {}
    for split, conflicts in data.items():
        if split not in SPLITS:
            raise InputError(f"no such split '{split}'", where=str(path), remedy=f"use one of {', '.join(SPLITS)}")
        for conflict in conflicts:
            if conflict in split_of:
                raise InputError(f"'{conflict}' stands in two splits", where=str(path), remedy="keep one")
            split_of[conflict] = split
    return Manifest(split_of)
