"""`trucewatch report` over the record of twenty gold reports."""

from __future__ import annotations

import re

import pytest


def test_the_same_record_gives_the_same_page_with_every_section(call, record, tmp_path) -> None:
    files = [tmp_path / "one.html", tmp_path / "two.html"]
    for file in files:
        result = call("report", record, "--out", file, "--no-pictures")
        assert result.exit_code == 0, result.output
    page = files[0].read_text()
    assert files[1].read_text() == page
    for title in ("Summary", "Findings under each term", "Accounts side by side", "How to check this report"):
        assert title in page, title


def test_the_page_loads_nothing_and_its_links_lead_somewhere(call, record) -> None:
    assert call("report", record, "--no-pictures").exit_code == 0
    page = (record / "report.html").read_text()
    assert not re.search(r"<script|<link|<img|<iframe|\son\w+=|@import|url\(", page)
    ids = set(re.findall(r'\bid="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= ids


def test_a_period_holds_less_than_the_record(call, record, tmp_path) -> None:
    out = tmp_path / "week.html"
    result = call("report", record, "--from", "2020-03-06", "--to", "2020-03-12", "--out", out, "--no-pictures")
    assert result.exit_code == 0, result.output
    assert "6–12 Mar 2020" in out.read_text()
    assert "20 Feb 2020 ·" not in out.read_text()


def test_pictures_and_pdf_are_the_same_twice(call, record, tmp_path) -> None:
    pytest.importorskip("typst")
    pytest.importorskip("vl_convert")
    files = [tmp_path / "one.pdf", tmp_path / "two.pdf"]
    for file in files:
        result = call("report", record, "--format", "pdf", "--out", file)
        assert result.exit_code == 0, result.output
    assert files[0].read_bytes().startswith(b"%PDF-")
    assert files[0].read_bytes() == files[1].read_bytes()


def test_a_period_that_ends_before_it_begins_is_refused(call, record) -> None:
    result = call("report", record, "--from", "2020-03-12", "--to", "2020-03-06")
    assert result.exit_code == 2
    assert "ends before it begins" in result.output
