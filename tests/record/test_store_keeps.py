import datetime as dt
import json
from pathlib import Path

import pytest
from tests.evaluation.records import claim, claimant, report

from trucewatch.errors import RecordError
from trucewatch.link import WeightSet
from trucewatch.model import Check, Claim, Finding, Incident, PublishedBasis, Report
from trucewatch.read import Unreadable
from trucewatch.record import RECORD_FILE, Store, record_as_of

EXAMPLE = Path(__file__).parents[2] / "examples" / "idlib-2020"


@pytest.fixture
def store(new_address):
    with Store.open(new_address()) as opened:
        yield opened


def incident(id_="n1", claims=("g1",), day="2031-05-03"):
    row = json.loads((EXAMPLE / "incidents.gold.jsonl").read_text().splitlines()[0])
    when = None if day is None else {"start": day, "end": day, "precision": "day", "text": None}
    return Incident.model_validate({**row, "id": id_, "claims": claims, "when": when})


def finding(incident_id="n1", term="fire"):
    row = json.loads((EXAMPLE / "findings.gold.jsonl").read_text().splitlines()[0])
    return Finding.model_validate({**row, "incident": incident_id, "term": term})


def check(id_="k1", report_id="r1", start=0):
    row = json.loads((EXAMPLE / "checks.gold.jsonl").read_text().splitlines()[0])
    return Check.model_validate({**row, "id": id_, "report": report_id, "start": start})


def test_report_is_kept_once(store):
    assert store.put_report(report()) is True
    assert store.put_report(report()) is False
    assert list(store.reports()) == [report()]


def test_other_content_under_the_same_id_is_refused(store):
    store.put_report(report())
    with pytest.raises(RecordError, match="another report") as error:
        store.put_report(report(text="Something else."))
    assert error.value.where == "r1"
    assert list(store.reports()) == [report()]


def test_inferred_date_may_be_inferred_anew(store):
    store.put_report(report())
    dated = report(published="2031-05-04", published_basis=PublishedBasis.INFERRED)
    assert store.put_report(dated) is True
    assert store.report("r1") == dated


def test_given_date_may_not_change(store):
    store.put_report(report(published="2031-05-04", published_basis=PublishedBasis.GIVEN))
    with pytest.raises(RecordError, match="another report"):
        store.put_report(report(published="2031-05-05", published_basis=PublishedBasis.GIVEN))


def test_extraction_is_done_for_this_extractor_and_these_bytes(store):
    store.put_report(report())
    assert not store.extraction_done(report(), "rules 1")
    store.put_extraction(report(), "rules 1", [claim()])
    assert store.extraction_done(report(), "rules 1")
    assert not store.extraction_done(report(), "rules 2")
    assert not store.extraction_done(report().model_copy(update={"sha256": "0" * 64}), "rules 1")


def test_extraction_without_claims_is_done_too(store):
    store.put_report(report())
    store.put_extraction(report(), "rules 1", [])
    assert store.extraction_done(report(), "rules 1")
    assert list(store.claims()) == []


def test_new_extraction_replaces_the_old(store):
    store.put_report(report())
    store.put_extraction(report(), "rules 1", [claim("a"), claim("b")])
    store.put_extraction(report(), "rules 2", [claim("c")])
    assert [c.id for c in store.claims()] == ["c"]
    assert store.extractors() == {"rules 2": 1}


def test_extraction_is_wholly_kept_or_not_at_all(store):
    store.put_report(report())
    store.put_extraction(report(), "rules 1", [claim("a")])
    with pytest.raises(RecordError, match=r"(?i)unique"):
        store.put_extraction(report(), "rules 2", [claim("b"), claim("b")])
    assert [c.id for c in store.claims()] == ["a"]
    assert store.extraction_done(report(), "rules 1")


def test_claims_of_another_report_are_refused(store):
    store.put_report(report())
    with pytest.raises(RecordError, match="report r2, not r1"):
        store.put_extraction(report(), "rules 1", [claim(report="r2")])


def test_extraction_of_an_unknown_report_is_refused(store):
    with pytest.raises(RecordError, match=r"(?i)foreign key"):
        store.put_extraction(report(), "rules 1", [claim()])


def test_claims_come_back_whole(store):
    rows = [Claim.model_validate_json(x) for x in (EXAMPLE / "claims.gold.jsonl").read_text().splitlines()]
    mine = [c.model_copy(update={"report": "r1"}) for c in rows[:20]]
    store.put_report(report())
    store.put_extraction(report(), "gold", mine)
    assert list(store.claims()) == mine == list(store.claims_of("r1"))
    assert store.claim(mine[3].id) == mine[3]
    assert store.claim("nothing") is None


def test_derived_records_are_replaced_together(store):
    store.put_report(report())
    store.put_extraction(report(), "rules 1", [claim()])
    first = {"incidents": [incident()], "findings": [finding()], "checks": [check()]}
    assert store.replace_derived(**first) is True
    assert store.replace_derived(**first) is False
    assert store.replace_derived(incidents=[incident("n2")], findings=[], checks=[]) is True
    assert [n.id for n in store.incidents()] == ["n2"]
    assert list(store.findings()) == []
    assert list(store.checks()) == []


def test_finding_without_its_incident_is_refused_and_nothing_changes(store):
    store.put_report(report())
    store.replace_derived(incidents=[incident()], findings=[], checks=[])
    with pytest.raises(RecordError, match=r"(?i)foreign key"):
        store.replace_derived(incidents=[], findings=[finding("elsewhere")], checks=[])
    assert [n.id for n in store.incidents()] == ["n1"]


def test_new_claims_clear_what_rested_on_the_old(store):
    store.put_report(report())
    store.put_extraction(report(), "rules 1", [claim()])
    store.replace_derived(incidents=[incident()], findings=[finding()], checks=[check()])
    store.put_extraction(report(), "rules 2", [claim()])
    assert (list(store.incidents()), list(store.findings()), list(store.checks())) == ([], [], [])


def test_reading_order_does_not_hang_on_writing_order(new_address):
    reports = [
        report("b", published="2031-05-02"),
        report("a"),
        report("c", published="2031-05-01"),
    ]
    read = []
    for order in (reports, reports[::-1]):
        with Store.open(new_address()) as store:
            for r in order:
                store.put_report(r)
                store.put_extraction(r, "rules 1", [claim(f"{r.id}2", report=r.id), claim(f"{r.id}1", report=r.id)])
            days = {"n1": None, "n2": "2031-05-03", "n3": "2031-05-01"}
            incidents = [incident(n, day=day) for n, day in days.items()]
            findings = [finding(n, term) for n in ("n1", "n2", "n3") for term in ("z", "y")]
            checks = [check("k1", "b", 9), check("k2", "b", 4), check("k3", "a", 5)]
            store.replace_derived(incidents=incidents, findings=findings, checks=checks)
            read.append(
                (
                    [r.id for r in store.reports()],
                    [c.id for c in store.claims()],
                    [n.id for n in store.incidents()],
                    [(f.incident, f.term) for f in store.findings()],
                    [k.id for k in store.checks()],
                )
            )
    assert read[0] == read[1]
    assert read[0] == (
        ["c", "b", "a"],
        ["a2", "a1", "b2", "b1", "c2", "c1"],
        ["n3", "n2", "n1"],
        [("n3", "z"), ("n3", "y"), ("n2", "z"), ("n2", "y"), ("n1", "z"), ("n1", "y")],
        ["k3", "k2", "k1"],
    )


def test_unreadable_inputs_are_those_of_the_last_run(store):
    first, second = Unreadable("b.txt", "no text", "add some"), Unreadable("a.txt", "not UTF-8", None, "E102")
    store.replace_unreadable([first])
    store.replace_unreadable([first, second])
    assert store.unreadable() == (second, first)
    store.replace_unreadable([])
    assert store.unreadable() == ()


def test_reading_goes_on_while_another_process_writes(store):
    for i in range(3):
        store.put_report(report(f"r{i}"))
    reading = store.reports()
    assert next(reading).id == "r0"
    with Store.open(store.address) as other:
        other.put_report(report("r9"))
    assert [r.id for r in reading] == ["r1", "r2"]
    assert [r.id for r in store.reports()] == ["r0", "r1", "r2", "r9"]


def test_clock_without_a_zone_is_refused(new_address):
    with Store.open(new_address(), now=lambda: dt.datetime(2031, 5, 3)) as store:
        with pytest.raises(ValueError, match="without a zone"):
            store.put_report(report())
        assert list(store.reports()) == []


def test_record_survives_closing(new_address):
    address = new_address()
    with Store.open(address) as store:
        store.put_report(report())
        store.put_extraction(report(), "rules 1", [claim(claimants=(claimant("Écho"),))])
    with Store.open(address, create=False) as store:
        assert store.extraction_done(report(), "rules 1")
        assert next(store.claims()).claimants[0].name == "Écho"


def test_closing_leaves_one_file(tmp_path):
    with Store.open(tmp_path) as store:
        store.put_report(report())
    assert [p.name for p in tmp_path.iterdir()] == [RECORD_FILE]


def test_texts_are_ordered_by_code_point_on_every_database(store):
    names = ["a", "B", "Z", "b", "É", "_", "a-b", "ab", "é", "\U00010000"]
    for name in names:
        store.put_report(report(name))
    assert [r.id for r in store.reports()] == sorted(names)
    assert [id_ for id_, _ in store.lines(Report)] == sorted(names)


def test_record_that_cannot_be_opened_is_not_called_none(tmp_path):
    (tmp_path / RECORD_FILE).mkdir()
    with pytest.raises(RecordError, match="cannot be opened"), Store.open(tmp_path):
        pass


def test_what_claims_are_linked_by_is_told_without_reading_a_claim(store, monkeypatch):
    assert store.weights() is WeightSet.CONFLICT
    store.put_report(report())
    store.put_extraction(report(), "gold/1", [claim()])
    store.put_basis(None, {}, weights=WeightSet.NEWS)
    monkeypatch.setattr(Claim, "model_validate_json", None)
    monkeypatch.setattr(Report, "model_validate_json", None)
    assert store.weights() is WeightSet.NEWS


def test_the_record_of_a_day_is_linked_by_what_the_record_is(store):
    store.put_report(report(published="2031-05-04", published_basis=PublishedBasis.GIVEN))
    store.put_basis(None, {}, weights=WeightSet.NEWS)
    assert record_as_of(store, dt.date(2031, 5, 5)).weights() is WeightSet.NEWS
