import csv
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.evaluation.records import claim, report, victim

from trucewatch.errors import RecordError, UsageError
from trucewatch.model import KINDS, Check, Claim, Finding, Incident, Kind, Report
from trucewatch.publish import FORMATS, ExportOptions, export_record
from trucewatch.publish.export import guard_cell
from trucewatch.publish.flat import CLAIM_COLUMNS, INCIDENT_COLUMNS, NAMES_COLUMN, claim_row, incident_row
from trucewatch.record import Store

EXAMPLE = Path(__file__).parents[2] / "examples" / "idlib-2020"


def rows(name, kind):
    return [kind.model_validate_json(x) for x in (EXAMPLE / name).read_text(encoding="utf-8").splitlines()]


CLAIMS = rows("claims.gold.jsonl", Claim)
INCIDENTS = rows("incidents.gold.jsonl", Incident)
NAMED = sorted({n for c in CLAIMS for v in c.victims for n in v.names})


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """The worked example as a record."""
    with Store.open(tmp_path_factory.mktemp("record")) as opened:
        for r in rows("reports.jsonl", Report):
            opened.put_report(r)
            opened.put_extraction(r, "gold", [c for c in CLAIMS if c.report == r.id])
        opened.replace_derived(
            incidents=INCIDENTS, findings=rows("findings.gold.jsonl", Finding), checks=rows("checks.gold.jsonl", Check)
        )
        yield opened


def read_csv(path):
    with path.open(encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def read_jsonl(path):
    return [json.loads(x) for x in path.read_text(encoding="utf-8").splitlines()]


def words_of(files):
    """Everything that can be read in some files."""
    read = [str(pq.read_table(f).to_pylist()) if f.suffix == ".parquet" else f.read_text("utf-8") for f in files]
    return "".join(read)


@pytest.mark.parametrize("shape", FORMATS)
def test_no_name_of_a_victim_is_in_any_file(store, tmp_path, shape):
    options = ExportOptions(claims=True)
    files = export_record(store, tmp_path, shape, options=options)
    everything = words_of(files)
    assert NAMED
    assert [n for n in NAMED if n in everything] == []
    surnames = {n.split()[-1] for n in NAMED}
    assert [n for n in surnames if n in everything] == []
    assert sorted(f.name for f in tmp_path.iterdir()) == sorted(f.name for f in files)


@pytest.mark.parametrize("shape", sorted(set(FORMATS) - {"ged", "acled"}))
def test_names_are_there_when_asked_for(store, tmp_path, shape):
    files = export_record(store, tmp_path, shape, options=ExportOptions(names=True, claims=True))
    everything = words_of(files)
    assert [n for n in NAMED if n not in everything] == []


def test_json_lines_hold_the_contract_records(store, tmp_path):
    export_record(store, tmp_path, "jsonl", options=ExportOptions(names=True))
    for name, kind in (("reports", Report), ("claims", Claim), ("incidents", Incident), ("findings", Finding)):
        gold = rows(f"{name}.jsonl" if name == "reports" else f"{name}.gold.jsonl", kind)
        made = [kind.model_validate(x) for x in read_jsonl(tmp_path / f"{name}.jsonl")]
        assert {x.to_json() for x in made} == {x.to_json() for x in gold}


def test_json_lines_without_names_are_still_records(store, tmp_path):
    export_record(store, tmp_path, "jsonl")
    claims = [Claim.model_validate(x) for x in read_jsonl(tmp_path / "claims.jsonl")]
    assert len(claims) == len(CLAIMS)
    untouched = sum(a in CLAIMS for a in claims)
    assert len(CLAIMS) - 12 < untouched < len(CLAIMS)


def test_report_texts_are_left_out_with_the_names(store, tmp_path):
    export_record(store, tmp_path, "jsonl")
    reports = read_jsonl(tmp_path / "reports.jsonl")
    assert {r["text"] for r in reports} == {None}
    assert all(list(r) == list(Report.model_fields) for r in reports)


def test_csv_has_a_row_for_each_incident_and_claim(store, tmp_path):
    export_record(store, tmp_path, "csv")
    incidents, claims = read_csv(tmp_path / "incidents.csv"), read_csv(tmp_path / "claims.csv")
    assert (len(incidents), len(claims)) == (len(INCIDENTS), len(CLAIMS))
    assert tuple(incidents[0]) == INCIDENT_COLUMNS
    assert tuple(claims[0]) == CLAIM_COLUMNS


def test_csv_of_an_incident_holds_figures_accounts_and_findings(store, tmp_path):
    export_record(store, tmp_path, "csv")
    row = next(r for r in read_csv(tmp_path / "incidents.csv") if r["id"] == "2020-02-27-idlib-strike")
    assert (row["kind"], row["acled_sub_event_type"]) == ("air_drone_strike", "Air/drone strike")
    assert (row["killed_best"], row["injured_best"], row["missing_best"]) == ("33", "36", "")
    assert row["accounts"].startswith("Syrian government forces (accused_by_authority, by Rahmi Dogan")
    assert row["findings"].startswith("idlib-2020 ceasefire: out_of_scope; ")
    assert (row["grade"], row["radius_km"]) == ("contested", "55.0")


def test_columns_are_the_keys_of_rows():
    incident, made = INCIDENTS[0], CLAIMS[0]
    assert tuple(incident_row(incident)) == INCIDENT_COLUMNS
    assert tuple(claim_row(made, None)) == CLAIM_COLUMNS
    assert tuple(incident_row(incident, names=True)) == (*INCIDENT_COLUMNS, NAMES_COLUMN)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_carries_its_acled_types(kind):
    row = claim_row(claim(kind=kind), None)
    assert (row["acled_event_type"], row["acled_sub_event_type"]) == (
        KINDS[kind].acled_event,
        KINDS[kind].acled_sub_event,
    )


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "＝"])
def test_text_like_a_formula_is_guarded(start):
    assert guard_cell(f"{start}cmd()") == f"'{start}cmd()"


@pytest.mark.parametrize("cell", [-3.5, 0, None, "plain", "a = b", ""])
def test_other_cells_are_left_alone(cell):
    assert guard_cell(cell) is cell


def test_formula_in_a_hostile_report_is_guarded(tmp_path):
    with Store.open(tmp_path / "record") as store:
        hostile = report(source='=HYPERLINK("https://evil.example")', text="x" * 50)
        store.put_report(hostile)
        store.put_extraction(hostile, "t", [claim(weapon="@SUM(A1)", victims=(victim(names=("Jan Novak",)),))])
        export_record(store, tmp_path / "csv", "csv")
    (row,) = read_csv(tmp_path / "csv" / "claims.csv")
    assert (row["source"], row["weapon"]) == ('\'=HYPERLINK("https://evil.example")', "'@SUM(A1)")


def test_map_has_points_with_their_radius(store, tmp_path):
    (path,) = export_record(store, tmp_path, "geojson", options=ExportOptions(names=True))
    data = json.loads(path.read_text(encoding="utf-8"))
    assert data["type"] == "FeatureCollection"
    by_id = {f["id"]: f for f in data["features"]}
    assert set(by_id) == {n.id for n in INCIDENTS}
    for incident in INCIDENTS:
        feature, place = by_id[incident.id], incident.where
        if place is None or place.lat is None:
            assert feature["geometry"] is None
        else:
            assert feature["geometry"] == {"type": "Point", "coordinates": [place.lon, place.lat]}
            assert feature["properties"]["radius_km"] == place.radius_km


def test_id_that_holds_a_name_is_replaced_in_every_file(store, tmp_path):
    assert any(n.id == "2020-04-13-dayoub-captured" for n in INCIDENTS)
    export_record(store, tmp_path, "jsonl")
    incidents = {n["id"] for n in read_jsonl(tmp_path / "incidents.jsonl")}
    assert {f["incident"] for f in read_jsonl(tmp_path / "findings.jsonl")} <= incidents
    assert {i for k in read_jsonl(tmp_path / "checks.jsonl") for i in k["incidents"]} <= incidents


def test_map_holds_claims_when_asked_for(store, tmp_path):
    files = export_record(store, tmp_path, "geojson", options=ExportOptions(claims=True))
    assert [f.name for f in files] == ["incidents.geojson", "claims.geojson"]
    assert len(json.loads(files[1].read_text(encoding="utf-8"))["features"]) == len(CLAIMS)


def test_empty_record_gives_headers_and_an_empty_map(tmp_path):
    with Store.open(tmp_path / "record") as store:
        export_record(store, tmp_path / "out", "csv")
        export_record(store, tmp_path / "out", "geojson")
    assert (tmp_path / "out" / "incidents.csv").read_text().strip() == ",".join(INCIDENT_COLUMNS)
    assert json.loads((tmp_path / "out" / "incidents.geojson").read_text())["features"] == []


def test_twice_the_same_bytes(store, tmp_path):
    for name in ("a", "b"):
        export_record(store, tmp_path / name, "csv")
    for file in (tmp_path / "a").iterdir():
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes()


def test_json_lines_never_overwrite_the_record_itself(store):
    with pytest.raises(UsageError, match="own files"):
        export_record(store, store.path.parent, "jsonl")


def test_unknown_format_is_named(store, tmp_path):
    with pytest.raises(UsageError, match="no format xlsx"):
        export_record(store, tmp_path, "xlsx")


def test_folder_that_cannot_be_written_is_named(store, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(RecordError, match="cannot write"):
        export_record(store, tmp_path / "file", "csv")


def test_parquet_holds_what_the_csv_holds_with_types(store, tmp_path):
    options = ExportOptions(names=True)
    export_record(store, tmp_path, "csv", options=options)
    export_record(store, tmp_path, "parquet", options=options)
    for name in ("incidents", "claims", "findings"):
        table, rows = pq.read_table(tmp_path / f"{name}.parquet"), read_csv(tmp_path / f"{name}.csv")
        assert table.num_rows == len(rows) > 5
        assert table.column_names == list(rows[0])
        for typed, written in zip(table.to_pylist(), rows, strict=True):
            assert {k: str(guard_cell(v)) if v is not None else "" for k, v in typed.items()} == written
    incidents = pq.read_schema(tmp_path / "incidents.parquet")
    assert incidents.field("killed_best").type == pa.int64()
    assert incidents.field("lat").type == pa.float64()
    assert pq.read_schema(tmp_path / "claims.parquet").field("superseded").type == pa.bool_()


def test_parquet_of_an_empty_record_has_the_same_types(store, tmp_path):
    export_record(store, tmp_path / "full", "parquet")
    with Store.open(tmp_path / "empty") as empty:
        export_record(empty, tmp_path / "none", "parquet")
    for file in (tmp_path / "full").iterdir():
        assert pq.read_schema(file) == pq.read_schema(tmp_path / "none" / file.name)
