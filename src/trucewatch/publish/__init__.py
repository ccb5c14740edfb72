"""The record in the shapes that others read, and for people; an agreement as a file, in words, and as a picture."""

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
from trucewatch.publish.record_tables import decisions_csv, incidents_csv, reports_csv, terms_csv
from trucewatch.publish.report_blocks import SituationReport
from trucewatch.publish.report_facts import MOST_INCIDENTS, Provenance, SituationOptions
from trucewatch.publish.report_html import report_html
from trucewatch.publish.report_map import Ground
from trucewatch.publish.report_pdf import report_pdf
from trucewatch.publish.report_view import make_report
from trucewatch.publish.sources_table import sources_csv
from trucewatch.publish.trend_plot import draw_trend
from trucewatch.publish.trend_table import trend_csv

__all__ = [
    "FORMATS",
    "MOST_INCIDENTS",
    "ExportOptions",
    "Format",
    "Ground",
    "MapOptions",
    "MapPlace",
    "NewAgreement",
    "Provenance",
    "SituationOptions",
    "SituationReport",
    "checks_csv",
    "decisions_csv",
    "draw_agreement",
    "draw_trend",
    "explain_term",
    "export_record",
    "findings_csv",
    "incidents_csv",
    "ledger_csv",
    "make_report",
    "new_agreement",
    "places_around",
    "report_html",
    "report_pdf",
    "reports_csv",
    "sources_csv",
    "terms_csv",
    "trend_csv",
]
