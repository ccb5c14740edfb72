"""Run the notebook of the docs over the record of the worked example, and write its outputs into it.

    python scripts/run_notebook.py

The cells talk to a workbench on loopback through examples/api_client.py, as a reader's would. The record is that of the
claims that were marked by hand, so that outputs change with the example and the API alone. A test fails where the
notebook does not hold what this writes.
"""

from __future__ import annotations

import ast
import contextlib
import datetime as dt
import io
import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import uvicorn

from trucewatch.model import Check, Claim, Finding, Incident, Record, Report
from trucewatch.read import load_agreement, read_records
from trucewatch.record import Store
from trucewatch.web import Role, WebSettings, create_app
from trucewatch.web.accounts import ACCOUNTS_FILE, Accounts
from trucewatch.web.sessions import AccountPeople

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOK = ROOT / "docs" / "notebook.ipynb"
EXAMPLE = ROOT / "examples" / "idlib-2020"
R = TypeVar("R", bound=Record)
_DAY = dt.datetime(2020, 4, 4, tzinfo=dt.UTC)


def _rows(name: str, kind: type[R]) -> list[R]:
    with (EXAMPLE / name).open("rb") as stream:
        return list(read_records(stream, kind, name))


def fill(folder: Path) -> None:
    """The record of the gold of the example."""
    with Store.open(folder, now=lambda: _DAY) as store:
        store.put_basis(load_agreement(EXAMPLE / "agreement.toml"), {})
        claims = _rows("claims.gold.jsonl", Claim)
        for report in _rows("reports.jsonl", Report):
            store.put_report(report)
            store.put_extraction(report, "gold", [c for c in claims if c.report == report.id])
        store.replace_derived(
            incidents=_rows("incidents.gold.jsonl", Incident),
            findings=_rows("findings.gold.jsonl", Finding),
            checks=_rows("checks.gold.jsonl", Check),
        )


@contextlib.contextmanager
def served() -> Iterator[Mapping[str, str]]:
    """A workbench over it; gives the variables that tell a client where it is and who asks."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill(folder)
        accounts = Accounts(folder / ACCOUNTS_FILE, now=lambda: _DAY)
        accounts.add("reader", "a sentence of some words", Role.ANALYST)
        token = accounts.add_token("reader", "notebook", Role.ANALYST)[1]
        with Store.open(folder, create=False) as store:
            agreement = store.agreement()
            settings = WebSettings(name="example", people=AccountPeople.of(accounts))
            app = create_app(store, agreements=[agreement] if agreement else [], settings=settings)
            server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
            listening = server.config.bind_socket()
            thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
            thread.start()
            while not server.started:
                time.sleep(0.05)
            address = f"http://127.0.0.1:{listening.getsockname()[1]}"
            yield {"TRUCEWATCH_ADDRESS": address, "TRUCEWATCH_TOKEN": token}
            server.should_exit = True
            thread.join()


def executed(notebook: Mapping[str, Any], variables: Mapping[str, str]) -> dict[str, Any]:
    """The notebook with the outputs of its cells, run one after the other in one namespace."""
    kept = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    sys.path.insert(0, str(ROOT / "examples"))
    try:
        space: dict[str, Any] = {"__name__": "__main__"}
        cells, number = [], 0
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                number += 1
                outputs = _run("".join(cell["source"]), space, number)
                cells.append({**cell, "execution_count": number, "outputs": outputs})
            else:
                cells.append(cell)
        return {**notebook, "cells": cells}
    finally:
        sys.path.remove(str(ROOT / "examples"))
        for name, value in kept.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _run(source: str, space: dict[str, Any], number: int) -> list[dict[str, Any]]:
    """One cell: what it prints, and the value of its last expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    said, value = io.StringIO(), None
    with contextlib.redirect_stdout(said):
        exec(compile(tree, f"<cell {number}>", "exec"), space)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), f"<cell {number}>", "eval"), space)
    outputs: list[dict[str, Any]] = []
    if said.getvalue():
        outputs.append({"name": "stdout", "output_type": "stream", "text": said.getvalue().splitlines(keepends=True)})
    if value is not None:
        data = {"text/plain": repr(value).splitlines(keepends=True)}
        outputs.append({"data": data, "execution_count": number, "metadata": {}, "output_type": "execute_result"})
    return outputs


def as_written(notebook: Mapping[str, Any]) -> str:
    """The file, as Jupyter writes it."""
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main() -> None:
    """Run it, and write it."""
    with served() as variables:
        made = executed(json.loads(NOTEBOOK.read_text(encoding="utf-8")), variables)
    NOTEBOOK.write_text(as_written(made), encoding="utf-8")


if __name__ == "__main__":
    main()
