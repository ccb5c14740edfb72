"""What docs say of agreements is what the types say."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import jsonschema
import pytest
from scripts.agreement_docs import PAGE, SCHEMA, page, pictures, schema

from trucewatch.model import TERM_TESTS
from trucewatch.read.agreements import _plain

AGAIN = "run python scripts/agreement_docs.py"


def test_tables_are_current() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert page(text) == text, AGAIN


def test_schema_is_current() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema(), AGAIN


def _agreements(root: Path) -> list[Path]:
    return sorted((root / "examples").rglob("agreement.toml"))


def test_shipped_agreements_fit_the_schema(root: Path) -> None:
    rules = json.loads(SCHEMA.read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(rules)
    files = _agreements(root)
    assert len(files) >= 5
    for file in files:
        data = _plain(tomllib.loads(file.read_text(encoding="utf-8")))
        assert not [e.message for e in validator.iter_errors(data)], file


@pytest.mark.parametrize(
    "wrong",
    [{"declared": "March"}, {"zones": [{"id": "z"}]}, {"color": "red"}, {"terms": [{"tests": ["no_such_test"]}]}],
)
def test_schema_refuses_what_the_loader_refuses(wrong: dict[str, object]) -> None:
    rules = json.loads(SCHEMA.read_text(encoding="utf-8"))
    base = {"id": "a", "name": "b", "declared": "2031-03-01"}
    jsonschema.validate(base, rules)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**base, **wrong}, rules)


def test_smallest_agreement_of_the_page_is_sound_but_for_its_geometry(tmp_path: Path) -> None:
    from trucewatch.read import check_agreement

    (block,) = re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "a.toml").write_text(block, encoding="utf-8")
    _, problems = check_agreement(tmp_path / "a.toml")
    assert [p.key for p in problems] == ["zones[0].file"]


def test_every_test_is_used_or_explained() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert all(f"`{name}`" in text for name in TERM_TESTS)


def _bare(svg: str) -> str:
    """A picture without its towns, which change with the gazetteer, and without the last figures of its paths."""
    without = re.sub(r'<g fill="#222222">.*?</g>', "", svg, flags=re.DOTALL)
    return re.sub(r'\bd="[^"]*"', "", without).replace("\n", "")


def test_pictures_of_the_shipped_agreements_are_current() -> None:
    drawn = list(pictures(towns=False))
    assert len(drawn) == 5
    for path, svg in drawn:
        assert path.stat().st_size < 150_000
        assert _bare(path.read_text(encoding="utf-8")) == _bare(svg), AGAIN
