"""Commands and options that the pages speak of exist, and what they call not built yet does not."""

from __future__ import annotations

import re
import shlex

import click
import pytest
from evaluation.__main__ import main as evaluation_main
from evaluation.authoring.__main__ import main as authoring_main
from tests.docs.pages import ROOT, Code, all_code

from trucewatch.cli import main

_LATER = "not built yet"
_GROUPS = {
    "trucewatch": main,
    "python -m evaluation": evaluation_main,
    "python -m evaluation.authoring": authoring_main,
}


def _words(text: str, start: str) -> list[str]:
    rest = text.split(" #")[0].removeprefix(start).replace("[", " ").replace("]", " ").replace("`", " ")
    try:
        return shlex.split(rest)
    except ValueError:
        return rest.split()


def calls(start: str) -> list[Code]:
    """Lines of code that call a command; a path or a prompt before it is left out."""
    found = []
    for code in all_code():
        text = re.sub(r"^(?:\$ )?(?:\.venv/bin/)?", "", code.text)
        if text == start or text.startswith(start + " "):
            found.append(Code(code.page, code.line, text, code.around))
    return found


def problem(command: click.Command, words: list[str]) -> str | None:
    """What in a call does not exist, or null."""
    context = click.Context(command)
    while words and isinstance(command, click.Group) and not words[0].startswith("-"):
        found = command.get_command(context, words[0].rstrip(","))
        if found is None:
            return f"no command {words[0]}"
        command, words = found, words[1:]
        context = click.Context(command)
    known = {flag for param in command.params for flag in (*param.opts, *param.secondary_opts)} | {"--help", "-h"}
    for i, word in enumerate(words):
        if word.startswith("-") and word != "-" and word.rstrip(",") not in known:
            return f"no option {word}"
        if word == "--format" and i + 1 < len(words):
            choices = next(p.type.choices for p in command.params if "--format" in p.opts)  # type: ignore[attr-defined]
            unknown = [w.strip(",") for w in words[i + 1 :] if w.islower() and w.strip(",") not in choices]
            if unknown:
                return f"no format {unknown[0]}"
    return None


@pytest.mark.parametrize("start", list(_GROUPS))
def test_commands_and_options_exist(start: str) -> None:
    found = [code for code in calls(start) if _LATER not in code.around]
    assert found
    wrong = [
        f"{code.page}:{code.line}: {code.text}: {what}"
        for code in found
        if (what := problem(_GROUPS[start], _words(code.text, start)))
    ]
    assert not wrong, "\n".join(wrong)


def test_what_is_called_not_built_is_not_built() -> None:
    found = [code for code in calls("trucewatch") if _LATER in code.around]
    built = [f"{c.page}:{c.line}: {c.text}" for c in found if problem(main, _words(c.text, "trucewatch")) is None]
    assert not built, "\n".join(built)


def test_every_command_is_in_the_contract() -> None:
    text = (ROOT / "docs" / "contract.md").read_text(encoding="utf-8")
    context = click.Context(main)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        below = command.list_commands(context) if isinstance(command, click.Group) else [""]
        for under in below:
            assert f"`trucewatch {name} {under}".rstrip() in text, (name, under)


def flags_of_commands() -> set[str]:
    """Every option of the commands, and of the tools of the house as their code spells it."""
    found = {"--help"}
    stack: list[click.Command] = [main]
    while stack:
        command = stack.pop()
        found |= {flag for param in command.params for flag in param.opts}
        if isinstance(command, click.Group):
            context = click.Context(command)
            stack += [c for n in command.list_commands(context) if (c := command.get_command(context, n))]
    for folder in ("evaluation", "scripts", "training"):
        for path in (ROOT / folder).rglob("*.py"):
            found |= set(re.findall(r"\"(--[a-z][a-z-]*)\"", path.read_text(encoding="utf-8")))
    return found


def test_options_in_spans_of_their_own_exist() -> None:
    flags = flags_of_commands()
    spoken = [c for c in all_code() if re.fullmatch(r"--[a-z][a-z-]*(?: [A-Z]+)?", c.text) and _LATER not in c.around]
    assert spoken
    unknown = [f"{c.page}:{c.line}: {c.text}" for c in spoken if c.text.split()[0] not in flags]
    assert not unknown, "\n".join(unknown)


def test_targets_of_make_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    spoken = {m[1] for c in all_code() if (m := re.match(r"make ([a-z]+)\b", c.text))}
    assert {"demo", "test"} <= spoken <= targets


def test_scripts_and_modules_that_pages_call_exist() -> None:
    for code in all_code():
        for script in re.findall(r"python3? ((?:[\w.-]+/)*[\w-]+\.py)", code.text):
            beside = ROOT / code.page
            assert (ROOT / script).exists() or (beside.parent / script).exists(), code
        for module in re.findall(r"python -m ([\w.]+)", code.text):
            path = ROOT.joinpath(*module.split("."))
            assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), code
