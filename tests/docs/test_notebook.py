"""The notebook of the docs holds what its cells give on the record of the worked example."""

import json

import pytest
from scripts.run_notebook import NOTEBOOK, as_written, executed, served


@pytest.mark.slow
def test_the_outputs_are_those_of_the_cells() -> None:
    text = NOTEBOOK.read_text(encoding="utf-8")
    with served() as variables:
        made = executed(json.loads(text), variables)
    assert as_written(made) == text, "run scripts/run_notebook.py"


def test_it_is_a_notebook_that_jupyter_opens() -> None:
    found = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    assert (found["nbformat"], found["nbformat_minor"]) == (4, 5)
    ids = [cell["id"] for cell in found["cells"]]
    assert len(set(ids)) == len(ids) > 10
    for cell in found["cells"]:
        wanted = {"cell_type", "id", "metadata", "source"}
        code = {"execution_count", "outputs"} if cell["cell_type"] == "code" else set()
        assert set(cell) == wanted | code
