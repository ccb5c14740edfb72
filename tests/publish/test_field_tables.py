"""Incidents in the columns of UCDP GED and ACLED: what is not known stays empty, and nothing counts twice."""

import csv
import re

import pytest
from tests.publish.test_export_writes import INCIDENTS, store  # noqa: F401  # the worked example as a record

from trucewatch.model import KINDS, Category, Confidence, DatePrecision, IncidentVictim, Kind, Range
from trucewatch.publish import export_record
from trucewatch.publish.field_tables import (
    ACLED_COLUMNS,
    GED_COLUMNS,
    acled_row,
    country_name,
    ged_row,
    in_acled,
    in_ged,
    without_waves,
)


def incident(**changed):
    base = next(n for n in INCIDENTS if n.killed and n.killed.best and n.when and n.when.precision == "day" and n.where)
    return base.model_copy(update=changed)


def victim(best, category=Category.MILITARY, actor=None, **changed):
    row = {
        "effect": "killed",
        "side": None,
        "low": best,
        "best": best,
        "high": best,
        "cause": "hostile",
        "names": (),
    }
    return IncidentVictim.model_validate({**row, "category": category, "actor": actor, **changed})


def account(actor, confidence=Confidence.ACCUSED):
    return INCIDENTS[0].perpetrators[0].model_copy(update={"actor": actor, "label": None, "confidence": confidence})


def rows_of(store, tmp_path, shape):  # noqa: F811
    (path,) = export_record(store, tmp_path, shape)
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_ged_holds_deadly_acts_and_no_other(store, tmp_path):  # noqa: F811
    rows = rows_of(store, tmp_path, "ged")
    assert list(rows[0]) == list(GED_COLUMNS)
    waves = {n.part_of for n in INCIDENTS}
    assert {r["relid"] for r in rows} == {n.id for n in INCIDENTS if in_ged(n) and n.id not in waves}
    assert all(r["id"] == r["conflict_new_id"] == r["type_of_violence"] == "" for r in rows)
    for row in rows:
        parts = [row[c] for c in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown") if row[c]]
        if row["best"]:
            assert sum(map(int, parts)) == int(row["best"])


def test_acled_holds_what_it_has_a_type_for(store, tmp_path):  # noqa: F811
    rows = rows_of(store, tmp_path, "acled")
    assert list(rows[0]) == list(ACLED_COLUMNS)
    assert all(
        r["event_type"] and r["sub_event_type"] and re.fullmatch(r"\d{4}-\d\d-\d\d", r["event_date"]) for r in rows
    )
    assert {r["country"] for r in rows} <= {"Iraq", "Syria", ""}


def test_unknown_figures_stay_empty():
    n = incident(killed=None, where=None, perpetrators=(), victims=())
    assert not in_ged(n)
    row = acled_row(n, [])
    assert [row[c] for c in ("fatalities", "actor1", "actor2", "latitude", "source", "iso")] == [None] * 6
    assert ged_row(incident(killed=Range(low=3, best=3, high=None)), [])["high"] is None


@pytest.mark.parametrize(
    ("precision", "ged", "acled"),
    [("day", 1, 1), ("days", 2, 2), ("week", 3, 2), ("month", 4, 3), ("year", 5, None), ("period", None, None)],
)
def test_precision_of_dates_is_that_of_the_codebooks(precision, ged, acled):
    n = incident()
    n = n.model_copy(update={"when": n.when.model_copy(update={"precision": DatePrecision(precision)})})
    assert ged_row(n, [])["date_prec"] == ged
    assert in_acled(n) is (acled is not None)
    if acled:
        assert acled_row(n, [])["time_precision"] == acled


def test_deaths_are_parted_by_side_and_the_rest_is_unknown():
    n = incident(
        killed=Range(low=7, best=7, high=9),
        perpetrators=(account("A"), account("B", Confidence.DENIED)),
        victims=(victim(2, actor="A"), victim(3, Category.CIVILIAN), victim(1, actor="C")),
    )
    row = ged_row(n, [])
    found = [row[c] for c in ("side_a", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")]
    assert found == ["A", 2, 0, 3, 2]
    only = ged_row(n.model_copy(update={"victims": (victim(4, actor="C"),)}), [])
    assert [only[c] for c in ("side_b", "dyad_name", "deaths_b", "deaths_unknown")] == ["C", "A - C", 4, 3]
    more = ged_row(n.model_copy(update={"victims": (victim(9, actor="C"),)}), [])
    assert (more["deaths_b"], more["deaths_unknown"]) == (None, 7)


def test_accounts_that_differ_name_nobody():
    assert ged_row(incident(perpetrators=(account("A"), account("B"))), [])["side_a"] is None


def test_a_wave_with_its_parts_is_left_out_and_one_without_stays():
    wave, part, alone = incident(id="w"), incident(id="p", part_of="w"), incident(id="x", part_of="gone")
    assert [n.id for n in without_waves([wave, part, alone])] == ["p", "x"]
    assert [n.id for n in without_waves([wave, alone])] == ["w", "x"]


@pytest.mark.parametrize("kind", [k for k in Kind if KINDS[k].acled_event])
def test_every_type_of_acled_has_a_disorder_type(kind):
    assert acled_row(incident(kind=kind), [])["disorder_type"]


def test_countries_have_names_of_today():
    assert country_name("SY") == "Syria"
    assert country_name("QQ") == "QQ"
    assert country_name(None) is None


def test_every_column_is_explained(root):
    page = (root / "docs" / "export.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`([a-z_0-9]+)`", page))
    assert set(GED_COLUMNS) | set(ACLED_COLUMNS) <= told
