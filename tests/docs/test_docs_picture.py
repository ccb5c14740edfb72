"""The picture in the README is drawn from the demo and asks nobody for anything."""

from __future__ import annotations

import re

from scripts.write_docs import PICTURE, PICTURED, draw, excerpt

OUTPUT = """
Incidents: 4
day            what   where   grade
──────────────────────────────────────
2020-03-02     Early  Here    weak
2020-03-18 to  Fire   There   fair
2020-03-19            folded
2020-03-19     Blast  There   weak
2020-05-01     Late   There   weak

Findings against It: 2
term   alleged
──────────────
truce  1

Checks of statements against this record: 1
report  statement  verdict
─────────────────────────────
m01     a first    supported
        of many

What could not be decided, and why
- nothing

Written
out/record.db
"""


def test_excerpt_keeps_whole_rows_and_says_what_is_left_out() -> None:
    lines = excerpt(OUTPUT).splitlines()
    assert [line.split()[0] for line in lines[:8] if line] == [
        "Incidents:", "day", "─" * 38, "2020-03-18", "2020-03-19", "2020-03-19", "...",
    ]  # fmt: skip
    assert "... 2 more before and after" in lines
    assert "truce  1" in lines
    assert lines[lines.index("m01     a first    supported") + 1].strip() == "of many"
    assert "out/record.db" not in lines


def test_excerpt_bears_a_run_without_checks() -> None:
    nothing = OUTPUT.partition("report  ")[0].replace("record: 1", "record: 0")
    assert "Checks of statements against this record: 0" in excerpt(nothing)


def test_picture_is_the_same_each_time_and_holds_no_address() -> None:
    one = draw(excerpt(OUTPUT))
    assert one == draw(excerpt(OUTPUT))
    assert "2020-03-19" in one.replace("&#160;", " ")


def test_committed_picture_shows_the_demo() -> None:
    svg = PICTURE.read_text(encoding="utf-8").replace("&#160;", " ")
    assert not re.search(r"@font-face|url\((?!#)|xlink:href=\"http|<script|<image", svg)
    for words in ("$ make demo", "Incidents:", "Findings against", "Checks of statements", "What could not be decided"):
        assert words in svg
    assert PICTURED[0][:7] in svg
