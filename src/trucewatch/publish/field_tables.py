"""Incidents in the columns that people of the field load: after UCDP GED and after ACLED.

Neither file is data of those projects: their coders decide what counts and give ids that nobody else can. A cell is
empty where the record does not know, never 0, and columns that only they can fill stay empty. docs/export.md says of
each column where it comes from. Column names: UCDP GED Codebook 24.1; ACLED Codebook (2023 and later).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from trucewatch.locate import countries
from trucewatch.model import (
    KINDS,
    Category,
    Confidence,
    DatePrecision,
    Effect,
    Incident,
    IncidentVictim,
    KindGroup,
    Report,
    day_of,
)
from trucewatch.publish.flat import Cell, Row, account_words

GED_COLUMNS: Final = (
    *("id", "relid", "year", "active_year", "code_status", "type_of_violence"),
    *("conflict_dset_id", "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name"),
    *("side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b"),
    *("number_of_sources", "source_article", "source_office", "source_date", "source_headline", "source_original"),
    *("where_prec", "where_coordinates", "where_description", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt"),
    *("priogrid_gid", "country", "country_id", "region", "event_clarity", "date_prec", "date_start", "date_end"),
    *("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob"),
)
"""The columns of UCDP GED 24.1, in its order."""

ACLED_COLUMNS: Final = (
    *("event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type"),
    *("actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting"),
    *("iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision"),
    *("source", "source_scale", "notes", "fatalities", "tags", "timestamp"),
)
"""The columns of ACLED's export, in its order."""

_CIVILIANS: Final = frozenset({Category.CIVILIAN, Category.AID_WORKER, Category.JOURNALIST})
_GED_DATES: Final = {
    DatePrecision.DAY: 1,
    DatePrecision.DAYS: 2,
    DatePrecision.WEEK: 3,
    DatePrecision.MONTH: 4,
    DatePrecision.YEAR: 5,
}
_ACLED_DATES: Final = {DatePrecision.DAY: 1, DatePrecision.DAYS: 2, DatePrecision.WEEK: 2, DatePrecision.MONTH: 3}
_DISORDER: Final = {
    "Battles": "Political violence",
    "Explosions/Remote violence": "Political violence",
    "Violence against civilians": "Political violence",
    "Riots": "Demonstrations",
    "Protests": "Demonstrations",
    "Strategic developments": "Strategic developments",
}
"""ACLED's disorder type by event type, but for the two sub-events below."""
_BOTH: Final = "Political violence; Demonstrations"
_DISORDER_OF_SUB: Final = {"Mob violence": "Political violence", "Excessive force against protesters": _BOTH}


def without_waves(incidents: Iterable[Incident]) -> tuple[Incident, ...]:
    """Incidents without the waves whose parts are among them, so that who adds up counts nothing twice."""
    rows = tuple(incidents)
    waves = {n.part_of for n in rows if n.part_of is not None}
    return tuple(n for n in rows if n.id not in waves)


def in_ged(incident: Incident) -> bool:
    """Whether it is what GED holds: an act of violence with a day or span of days that killed somebody."""
    figure = incident.killed
    deadly = figure is not None and any(value is not None and value > 0 for value in (figure.low, figure.best))
    return KINDS[incident.kind].group is KindGroup.VIOLENT and deadly and incident.when is not None


def in_acled(incident: Incident) -> bool:
    """Whether ACLED has a type for it, and it has a day to within a month."""
    dated = incident.when is not None and incident.when.start is not None and incident.when.precision in _ACLED_DATES
    return KINDS[incident.kind].acled_event is not None and dated


def ged_row(incident: Incident, reports: Sequence[Report]) -> Row:
    """An incident in the columns of GED.

    Args:
        incident: One of those that `in_ged` takes.
        reports: Its reports, in any order.
    """
    row: Row = dict.fromkeys(GED_COLUMNS)
    start, end = _days(incident)
    first = min(reports, key=_published, default=None)
    a, b = _accused(incident), _struck(incident)
    where, killed = incident.where, incident.killed
    sources = sorted({r.source for r in reports if r.source})
    row |= {
        "relid": incident.id,
        "year": int(start[:4]) if start else None,
        "side_a": a,
        "side_b": b,
        "dyad_name": f"{a} - {b}" if a and b else None,
        "number_of_sources": len(sources) or None,
        "source_article": "; ".join(_article(r) for r in sorted(reports, key=_published)) or None,
        "source_office": first.source if first else None,
        "source_date": _day(first.published) if first else None,
        "source_headline": first.title if first else None,
        "source_original": "; ".join(_claimants(incident)) or None,
        "event_clarity": 1 if incident.when and incident.when.precision is DatePrecision.DAY else 2,
        "date_prec": _GED_DATES.get(incident.when.precision) if incident.when else None,
        "date_start": start,
        "date_end": end,
        "best": killed.best if killed else None,
        "high": killed.high if killed else None,
        "low": killed.low if killed else None,
        **_deaths(incident, a),
    }
    if where is not None:
        point = where.lat is not None and where.lon is not None
        row |= {
            "where_prec": where.precision,
            "where_coordinates": where.name,
            "where_description": where.text,
            "adm_1": where.admin1,
            "latitude": where.lat,
            "longitude": where.lon,
            "geom_wkt": f"POINT ({where.lon} {where.lat})" if point else None,
            "country": country_name(where.country),
        }
    return row


def acled_row(incident: Incident, reports: Sequence[Report]) -> Row:
    """An incident in the columns of ACLED.

    Args:
        incident: One of those that `in_acled` takes.
        reports: Its reports, in any order.
    """
    row: Row = dict.fromkeys(ACLED_COLUMNS)
    info, where, when = KINDS[incident.kind], incident.where, incident.when
    start, _ = _days(incident)
    civilians = {v.category in _CIVILIANS for v in incident.victims} == {True}
    aimed = civilians or info.acled_event == "Violence against civilians"
    actor = _accused(incident)
    row |= {
        "event_id_cnty": incident.id,
        "event_date": start,
        "year": int(start[:4]) if start else None,
        "time_precision": _ACLED_DATES.get(when.precision) if when else None,
        "disorder_type": _DISORDER_OF_SUB.get(info.acled_sub_event or "", _DISORDER.get(info.acled_event or "")),
        "event_type": info.acled_event,
        "sub_event_type": info.acled_sub_event,
        "actor1": actor,
        "actor2": _struck(incident),
        "civilian_targeting": "Civilian targeting" if aimed else None,
        "source": "; ".join(sorted({r.source for r in reports if r.source})) or None,
        "notes": _notes(incident),
        "fatalities": incident.killed.best if incident.killed else None,
    }
    if where is not None:
        row |= {
            "country": country_name(where.country),
            "admin1": where.admin1,
            "location": where.name or where.text,
            "latitude": where.lat,
            "longitude": where.lon,
            "geo_precision": None if where.precision is None else min(where.precision, 3),
        }
    return row


@cache
def _country_names() -> dict[str, str]:
    return {c.iso2: c.name for c in reversed(countries()) if c.iso2}


def country_name(code: str | None) -> str | None:
    """The English short name of an ISO 3166-1 alpha-2 code; the code itself where none is known."""
    return None if code is None else _country_names().get(code, code)


# ---- who, and how many


def _accused(incident: Incident) -> str | None:
    """The one actor that every account which is not denied names; null where accounts differ or name nobody."""
    accounts = [a for a in incident.perpetrators if a.confidence is not Confidence.DENIED]
    names = {a.actor or a.label for a in accounts}
    return names.pop() if len(names) == 1 else None


def _struck(incident: Incident) -> str | None:
    """The one actor that was struck, or `Civilians`; null where nobody is known, or several were."""
    names = {"Civilians" if v.category in _CIVILIANS else v.actor or v.side for v in incident.victims}
    return names.pop() if len(names) == 1 else None


def _deaths(incident: Incident, accused: str | None) -> dict[str, Cell]:
    """Deaths of the two sides, of civilians and of others; empty where the best figure is not known."""
    best = incident.killed.best if incident.killed else None
    if best is None:
        return {}
    found = {"deaths_a": 0, "deaths_b": 0, "deaths_civilians": 0}
    struck = _struck(incident)
    for victim in incident.victims:
        column = _column(victim, accused, struck)
        if victim.effect is Effect.KILLED and column is not None:
            found[column] += victim.best or victim.low or 0
    rest = best - sum(found.values())
    # Where the rows tell of more deaths than the best figure they cannot be parted by it.
    return {**found, "deaths_unknown": rest} if rest >= 0 else {"deaths_unknown": best}


def _column(victim: IncidentVictim, accused: str | None, struck: str | None) -> str | None:
    if victim.category in _CIVILIANS:
        return "deaths_civilians"
    if victim.actor is not None and victim.actor == accused:
        return "deaths_a"
    name = victim.actor or victim.side
    return "deaths_b" if name is not None and name == struck else None


def _claimants(incident: Incident) -> list[str]:
    return sorted({name for a in incident.perpetrators for name in a.claimants})


def _notes(incident: Incident) -> str:
    accounts = "; ".join(account_words(a) for a in incident.perpetrators) or "no account of who did it"
    return f"{KINDS[incident.kind].label}. {accounts}. {incident.grade}: {incident.grade_reason}"


# ---- when, and by whom reported


def _day(moment: str | None) -> str | None:
    return day_of(moment).isoformat() if moment else None


def _days(incident: Incident) -> tuple[str | None, str | None]:
    when = incident.when
    return (_day(when.start), _day(when.end)) if when else (None, None)


def _published(report: Report) -> tuple[bool, str, str]:
    return report.published is None, report.published or "", report.id


def _article(report: Report) -> str:
    told = (report.source, _day(report.published), report.title, report.url)
    return ", ".join(part for part in told if part) or report.id
