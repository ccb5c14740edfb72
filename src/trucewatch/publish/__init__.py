"""The record in the shapes that others read, and an agreement as a file, in plain words, and as a picture."""

from trucewatch.publish.agreement_file import NewAgreement, new_agreement
from trucewatch.publish.agreement_map import MapOptions, draw_agreement, places_around
from trucewatch.publish.agreement_words import explain_term
from trucewatch.publish.checks_table import checks_csv
from trucewatch.publish.export import (
    FORMATS,
    ExportOptions,
    Format,
    export_record,
)
from trucewatch.publish.findings_table import findings_csv
from trucewatch.publish.ledger_table import ledger_csv
from trucewatch.publish.map_parts import MapPlace
from trucewatch.publish.sources_table import sources_csv
from trucewatch.publish.trend_plot import draw_trend
from trucewatch.publish.trend_table import trend_csv

__all__ = [
    "FORMATS",
    "ExportOptions",
    "Format",
    "MapOptions",
    "MapPlace",
    "NewAgreement",
    "checks_csv",
    "draw_agreement",
    "draw_trend",
    "explain_term",
    "export_record",
    "findings_csv",
    "ledger_csv",
    "new_agreement",
    "places_around",
    "sources_csv",
    "trend_csv",
]
