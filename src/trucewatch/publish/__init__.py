"""The record in the shapes that others read."""

from trucewatch.publish.export import (
    FORMATS,
    ExportOptions,
    Format,
    export_record,
)

__all__ = [
    "FORMATS",
    "ExportOptions",
    "Format",
    "export_record",
]
