"""Rules of the house that no single room's tests can hold."""

import ast
import importlib
import inspect
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest

from trucewatch import errors
from trucewatch.cli import main
from trucewatch.cli.main import COMMANDS

ROOMS = ("assess", "cli", "engine", "extract", "link", "locate", "model", "publish", "read", "record", "web")

GENERAL = {
    "Government of Russia": "a state",
    "Government of Turkey": "a state",
    "Syria": "a state",
    "Iraq": "a state",
    "Turkish": "the adjective of a state",
    "Moscow": "a capital that stands for a state, as other capitals do",
    "Kremlin": "a seat of government that stands for a state, as other seats do",
    "Islamic State": "an armed group of many countries, whose name must not be taken for a state",
    "ISIS": "the same",
    "ISIL": "the same",
    "Daesh": "the same",
    "Benin": "a village of the example that is called as a state is",
    "Jabal": "Arabic for mountain, in place names of many countries",
    "Jisr": "Arabic for bridge, likewise",
    "Kafr": "Arabic for village, likewise",
    "Sahl": "Arabic for plain, likewise",
}
"""Names of the example that are names of the world at large, with the reason why code may speak of them."""


def python_files(root: Path) -> list[Path]:
    return sorted((root / "src").rglob("*.py"))


@pytest.mark.parametrize("room", ROOMS)
def test_public_names_are_sorted_and_there(room: str) -> None:
    module = importlib.import_module(f"trucewatch.{room}")
    # As ruff sorts: constants, then classes, then the rest.
    order = sorted(module.__all__, key=lambda name: (0 if name.isupper() else 1 if name[0].isupper() else 2, name))
    assert list(module.__all__) == order
    assert all(hasattr(module, name) for name in module.__all__)


@pytest.mark.parametrize("room", ROOMS)
def test_public_names_are_documented(room: str) -> None:
    module = importlib.import_module(f"trucewatch.{room}")
    for name in module.__all__:
        thing = getattr(module, name)
        if inspect.isclass(thing) or inspect.isfunction(thing):
            assert (thing.__doc__ or "").strip(), name


def test_every_error_has_a_code_of_its_own_and_stands_in_the_tree() -> None:
    classes = [thing for thing in vars(errors).values() if isinstance(thing, type) and issubclass(thing, Exception)]
    codes = [error.code for error in classes]
    assert len(set(codes)) == len(codes) > 5
    for error in classes:
        assert re.search(rf"\b{error.__name__}\s+{error.code}\b", errors.__doc__ or ""), error
    assert sorted(re.findall(r"\bE\d{3}\b", errors.__doc__ or "")) == sorted(codes)


def test_errors_are_raised_with_a_remedy_for_the_user() -> None:
    error = errors.InputError("no text", where="a.txt", remedy="write some")
    assert str(error) == "a.txt: no text [E100] (write some)"


def test_help_lists_the_commands_that_are_built_and_no_other() -> None:
    context = click.Context(main)
    listed = main.list_commands(context)
    assert listed == list(COMMANDS)
    assert set(listed) == {
        *("agreement", "assess", "check", "export", "extract", "gazetteer", "ledger", "link", "run", "trend", "why"),
        *("accounts", "audit", "decide", "decisions", "diff", "rebuild", "report", "serve"),
    }
    for name in listed:
        command = main.get_command(context, name)
        assert command is not None
        assert command.name == name
        assert command.get_short_help_str()


def test_the_library_imports_nothing_that_talks_to_a_network(root: Path) -> None:
    talking = re.compile(r"(urllib\.(request|error)|urllib3|requests|httpx|http|socket|aiohttp|ftplib|smtplib)\b")
    asked_to = {"_openid_http.py"}  # asks the OpenID provider that an operator has named, where one has
    for path in (path for path in python_files(root) if path.name not in asked_to):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not [name for name in names if talking.match(name)], path


def test_files_stay_small(root: Path) -> None:
    for path in python_files(root):
        assert len(path.read_text().splitlines()) <= 620, path


def test_nothing_is_left_to_do(root: Path) -> None:
    for path in python_files(root):
        assert not re.search(r"\b(TODO|FIXME|XXX)\b", path.read_text()), path


def test_no_file_of_the_project_speaks_of_another_place(root: Path) -> None:
    """Absolute paths of one machine, and folders beside the checkout, are nobody else's."""
    tracked = [*python_files(root), *(root / "docs").rglob("*.md"), *root.glob("*.md"), root / "Makefile"]
    for path in tracked:
        if path.is_file():
            assert not re.search(r"(?<![\w.])/(?:work|home|root)/|\.\./shared", path.read_text()), path


def test_the_examples_gold_holds_to_its_own_rules(example: Path) -> None:
    done = subprocess.run([sys.executable, example / "check_gold.py"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


# ---- no name of the example in code


def example_names(example: Path) -> set[str]:
    """Every name of a place, an actor or a person in the gold and the agreement of the example."""
    names: set[str] = set()
    for file in ("claims.gold.jsonl", "incidents.gold.jsonl"):
        for line in (example / file).read_text().splitlines():
            row = json.loads(line)
            where = row["where"] or {"also": []}
            for place in (where, *where["also"]):
                names |= {place.get("name"), place.get("admin1")}
                names |= set(re.findall(r"\b[A-Z][\w'-]{3,}(?: [a-z]{2} [A-Z][\w'-]+)?", place.get("text") or ""))
            people = [victim_name for victim in row["victims"] for victim_name in victim["names"]]
            accounts = row["perpetrators"] if "perpetrators" in row else [row["perpetrator"], *row["targets"]]
            names |= {account["actor"] for account in accounts} | set(people)
            names |= {claimant["name"] for claimant in row.get("claimants", ())}
    agreement = tomllib.loads((example / "agreement.toml").read_text())
    for actor in agreement["actors"]:
        names |= {actor["name"], *actor.get("aliases", ())}
    return {name for name in names if name and name != name.lower()}


def test_no_name_of_the_example_stands_in_code(root: Path, example: Path) -> None:
    names = example_names(example) - set(GENERAL)
    assert {"Idlib", "Muhambal", "Hurras al-Din", "Turkish Armed Forces", "Oguz Tas", "Hulusi Akar"} <= names
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in sorted(names, key=len, reverse=True)))
    found = [
        f"{path.relative_to(root)}:{number}: {match[0]}"
        for path in python_files(root)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        for match in pattern.finditer(line)
    ]
    assert not found, "\n".join(found)


def test_the_allowed_names_are_all_needed(example: Path) -> None:
    assert set(GENERAL) <= example_names(example)
