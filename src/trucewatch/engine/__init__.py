"""How the stages are run over many reports: in order, resumable, into a record and its files."""

from trucewatch.engine.files import OUTPUT_FILES, write_beside, write_lines, write_outputs
from trucewatch.engine.pipeline import Extraction, RunOptions, RunResult, extract_reports, run_pipeline
from trucewatch.engine.progress import Progress, Silent
from trucewatch.engine.stages import Stages, default_stages, ensure_claims_fit

__all__ = [
    "OUTPUT_FILES",
    "Extraction",
    "Progress",
    "RunOptions",
    "RunResult",
    "Silent",
    "Stages",
    "default_stages",
    "ensure_claims_fit",
    "extract_reports",
    "run_pipeline",
    "write_beside",
    "write_lines",
    "write_outputs",
]
