"""The situation report: nobody's name unless asked for, and words of reports that stay words."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from trucewatch.errors import UsageError
from trucewatch.model import Claim, Report, Verdict
from trucewatch.publish import Provenance, SituationOptions, SituationReport, make_report, report_html, report_pdf
from trucewatch.publish.report_blocks import Prose, Section, plain, seen
from trucewatch.publish.report_facts import gather
from trucewatch.publish.report_pdf import as_data
from trucewatch.publish.report_view import situation
from trucewatch.publish.wording import outside
from trucewatch.read import load_agreement, read_records
from trucewatch.record import Basis, Snapshot, derive

HOSTILE = '<script>alert(1)</script> #read("/etc/passwd") $x$ \u202e'


@pytest.fixture(scope="module")
def gold(example: Path) -> tuple[tuple[Report, ...], tuple[Claim, ...]]:
    found = []
    for file, kind in (("reports.jsonl", Report), ("claims.gold.jsonl", Claim)):
        with (example / file).open("rb") as stream:
            found.append(tuple(read_records(stream, kind, file)))
    return found[0], found[1]


def reading(reports: tuple[Report, ...], claims: tuple[Claim, ...]) -> Snapshot:
    basis = Basis(reports=reports, claims=claims)
    return Snapshot(None, basis, derive(basis))


def text_of(report: SituationReport) -> str:
    return json.dumps(as_data(report), ensure_ascii=False)


def test_victims_are_named_only_where_that_is_asked_for(gold) -> None:
    reports, claims = gold
    names = {name for c in claims for v in c.victims for name in v.names}
    assert names
    known = reading(reports, claims)
    hidden = text_of(make_report(known, SituationOptions(), Provenance()))
    told = text_of(make_report(known, SituationOptions(names=True), Provenance()))
    assert not [name for name in names if name in hidden]
    assert [name for name in names if name in told]


def test_words_of_reports_are_never_markup(gold) -> None:
    reports, claims = gold
    spoilt = tuple(r.model_copy(update={"title": HOSTILE, "url": "javascript:alert(1)"}) for r in reports[:8])
    kept = {r.id for r in spoilt}
    report = make_report(
        reading(spoilt, tuple(c for c in claims if c.report in kept)), SituationOptions(), Provenance()
    )
    page = report_html(report)
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "\u202e" not in page
    assert 'href="javascript' not in page


def test_pdf_takes_hostile_words_as_words() -> None:
    pytest.importorskip("typst")
    section = Section("summary", "1", HOSTILE, (Prose(plain(HOSTILE)),))
    report = SituationReport(HOSTILE, "a day", (), "warning", (section,))
    assert report_pdf(report).startswith(b"%PDF-")


def test_incidents_of_unsure_days_are_perhaps_of_a_period(gold) -> None:
    reports, claims = gold
    options = SituationOptions(start=dt.date(2020, 3, 6), end=dt.date(2020, 3, 6))
    assert "perhaps" in text_of(make_report(reading(reports, claims), options, Provenance()))


def test_what_is_only_perhaps_of_a_period_is_in_no_count_and_stands_beside_it(gold, example) -> None:
    reports, claims = gold
    basis = Basis(reports=reports, claims=claims, agreement=load_agreement(example / "agreement.toml"))
    known = Snapshot(None, basis, derive(basis))
    week = SituationOptions(start=dt.date(2020, 3, 6), end=dt.date(2020, 3, 12))
    facts = gather(known, week, Provenance())
    sure = [t for t in facts.told if t.is_sure]
    assert facts.unsure == {t.incident.id for t in facts.told if not t.is_sure} != set()
    for verdict in Verdict:
        assert facts.sure.verdicts[verdict] == sum(t.verdict is verdict for t in sure)
        assert facts.perhaps.verdicts[verdict] == sum(t.verdict is verdict for t in facts.told if not t.is_sure)
    assert sum(r.undetermined for r in facts.sure.findings) < sum(
        f.verdict is Verdict.UNDETERMINED for t in facts.told for f in t.findings
    )
    told = text_of(situation(facts))
    more = facts.perhaps.verdicts[Verdict.UNDETERMINED]
    assert f"incidents of which nobody can say; {more} more in the period, perhaps" in told
    assert "after a plus those that only perhaps lie in the period" in told
    whole = text_of(make_report(known, SituationOptions(), Provenance()))
    assert "only perhaps lie in the period" not in whole


def test_an_empty_record_still_makes_a_report() -> None:
    report = make_report(reading((), ()), SituationOptions(), Provenance())
    assert "no report of the record has a date" in report_html(report)


def test_a_period_cannot_end_before_it_begins() -> None:
    with pytest.raises(UsageError):
        SituationOptions(start=dt.date(2020, 3, 6), end=dt.date(2020, 3, 5))


@pytest.mark.parametrize(
    ("url", "link"),
    [("https://a.example/b", "https://a.example/b"), ("javascript:x", None), ("http://[", None), (None, None)],
)
def test_only_addresses_of_the_web_are_links(url, link) -> None:
    assert outside(url) == link


def test_what_turns_the_direction_of_text_is_not_shown() -> None:
    assert seen("a\u202eb\x00c") == "a b c"
