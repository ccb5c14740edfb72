from pathlib import Path

import pytest
from evaluation.authoring import compile_folder

from trucewatch.model import VIOLENT_KINDS

ROOT = Path(__file__).parents[2] / "evaluation" / "development"
FOLDERS = sorted(p.parents[1] for p in ROOT.glob("*/source/conflict.yaml"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: p.name)
def test_gold_is_in_step_with_its_source(folder: Path) -> None:
    for name, content in compile_folder(folder).files().items():
        assert (folder / name).read_text(encoding="utf-8") == content, f"compile {folder.name} again"


def test_report_and_claim_ids_are_unique_over_all_folders() -> None:
    compiled = [compile_folder(f) for f in FOLDERS]
    reports = [r.id for c in compiled for r in c.reports]
    claims = [x.id for c in compiled for x in c.claims]
    assert len(reports) == len(set(reports))
    assert len(claims) == len(set(claims))


def test_about_a_quarter_of_the_reports_is_without_violence() -> None:
    compiled = [compile_folder(f) for f in FOLDERS if f.name != "quiet"]  # a folder of its own for false alarms
    reports = sum(len(c.reports) for c in compiled)
    violent = {x.report for c in compiled for x in c.claims if x.kind in VIOLENT_KINDS}
    assert reports >= 28
    assert 0.1 < (reports - len(violent)) / reports < 0.4
