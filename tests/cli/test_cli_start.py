import subprocess
import sys

import pytest

HEAVY = {
    "pydantic",
    "duckdb",
    "pyarrow",
    "numpy",
    "sqlalchemy",
    "shapely",
    "pyproj",
    "trafilatura",
    "py3langid",
    "rich",
}


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["run", "--help"], ["gazetteer", "--help"]])
def test_help_loads_nothing_heavy(arguments) -> None:
    code = (
        "import sys; from trucewatch.cli import main\n"
        f"try: main({arguments!r})\n"
        "except SystemExit: pass\n"
        "sys.stderr.write(' '.join(m for m in sys.modules if '.' not in m))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not HEAVY & set(done.stderr.split())


def test_help_tells_what_each_command_does(call) -> None:
    result = call("--help")
    assert result.exit_code == 0
    assert "Exit status" in result.stdout
    assert "Do the whole job" in result.stdout
