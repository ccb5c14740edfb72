"""The learned weights as a file that people can read: `weights.toml`, made from `prior.toml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

PRIOR: Final = Path(__file__).resolve().parent / "prior.toml"
_TABLE: Final = re.compile(r"^\[(\w+)\]")
_NUMBER: Final = re.compile(r"^(\w+) = (-?[\d.]+|inf)(\s*)(#.*)?$")
_WIDTH: Final = 26
_HEAD: Final = """\
# How two claims are compared: the scorer of `trucewatch link`, and what `trucewatch why` prints.
#
# A pair gets one level of each feature. The score is `prior` plus the weights of those levels, in log-odds (natural
# logarithm): 0 is even odds that the two claims tell of one event, 2 is 7 to 1, -2 is 1 to 7. Clusters merge while the
# mean score over all pairs between them stays at or above `threshold` and no pair is forbidden. In that mean a pair
# counts by the sum of its weights without their signs: a pair about which much is known counts more than one that
# lacks place, figures and names.
#
# `threshold` is low because claims of several reports may each say little. Two claims of one report that rest on other
# words for the act have to reach even odds: in a scorer for conflicts `denial`, `other_claimant` and `same_claimant` of
# [source] hold 1.5 less than was learned.
#
# Written by `python -m training.linker DATA`: learned, do not edit; docs/linking.md tells how.
"""


def written(
    prior: float,
    threshold: float,
    levels: Mapping[str, Mapping[str, float]],
    *,
    one_story: float,
    basis: str,
    notes: str,
    template: str,
) -> str:
    """The text of the file.

    Args:
        prior: Score of a pair about which nothing is known.
        threshold: Mean score at which clusters merge.
        levels: Weight by feature and level.
        one_story: Likeness of reports of one story.
        basis: What it was learned from and measured on.
        notes: More of that, as lines of comment.
        template: Text of `prior.toml`, whose order, comments and tables of kinds are taken over.
    """
    comment = "".join(f"# {line}\n".replace("# \n", "#\n") for line in notes.splitlines())
    head = f'{_HEAD}{comment}\nversion = 2\nbasis = """{basis}"""\n\n'
    body = template[template.index("threshold = ") :]
    numbers = {"prior": prior, "threshold": threshold, "one_story": one_story}
    feature, lines = "", []
    for line in body.splitlines():
        table, number = _TABLE.match(line), _NUMBER.match(line)
        if table:
            feature = table[1]
        elif number and not feature:
            value = f"{number[1]} = {numbers[number[1]]}"
            line = f"{value:<{_WIDTH}}{number[4]}" if number[4] else value
        elif number and feature in levels:
            value = f"{number[1]} = {levels[feature][number[1]]}"
            line = f"{value:<{_WIDTH}}{number[4]}" if number[4] else value
        lines.append(line)
    return head + "\n".join(lines) + "\n"
