"""A PostgreSQL server of the tests' own: in a temporary folder, on a socket in it, gone at the end.

The binaries are those that the machine has (Debian's package `postgresql`); tests that need them are skipped where it
has none. PostgreSQL does not run as root, so that there it is started as another user of the machine.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy.engine import URL

from trucewatch.record import address_of

_DEBIAN = Path("/usr/lib/postgresql")


def binaries() -> Path | None:
    """The folder of the newest server on this machine, or null."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    there = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    return there[-1].parent if there else None


@dataclass
class Server:
    """A server that runs; databases are made in it by number."""

    socket: Path
    _numbers: Iterator[int] = field(default_factory=count)

    def address(self, database: str) -> URL:
        """The address of a database, as a user would write it."""
        found = address_of(f"postgresql://trucewatch@/{database}?host={self.socket}")
        assert isinstance(found, URL)
        return found

    def connect(self, database: str) -> psycopg.Connection[Any]:
        """A connection beside those of a store."""
        return psycopg.connect(host=str(self.socket), user="trucewatch", dbname=database, autocommit=True)

    def new(self, template: str = "template0") -> URL:
        """A database of its own, empty or a copy of another."""
        name = f"record_{next(self._numbers)}"
        with self.connect("postgres") as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.address(name)


@contextmanager
def running() -> Iterator[Server]:
    """A server; the test that asks for it is skipped where none can be had."""
    programs = binaries()
    if programs is None:
        pytest.skip("PostgreSQL is not installed")
    folder = Path(tempfile.mkdtemp(prefix="tw-pg-"))
    as_user: dict[str, Any] = {}
    if os.geteuid() == 0:
        user = next((u for u in map(_user, ("postgres", "nobody")) if u), None)
        if user is None:
            pytest.skip("PostgreSQL does not run as root, and there is no other user")
        os.chown(folder, user.pw_uid, user.pw_gid)
        as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "cwd": folder, **as_user}
    data = folder / "data"
    # Another order of letters than that of code points, so that tests would see where one is taken for the other.
    asked = ["-U", "trucewatch", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8"]
    asked += ["--locale-provider=icu", "--icu-locale=en"]
    made = subprocess.run([programs / "initdb", "-D", data, *asked], check=False, **quiet)
    if made.returncode:
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip(f"initdb fails: {made.stderr.decode()[-200:]}")
    settings = ["listen_addresses=", "fsync=off", "full_page_writes=off", "max_connections=60"]
    command = [programs / "postgres", "-D", data, "-k", folder, *(part for s in settings for part in ("-c", s))]
    process = subprocess.Popen(command, **{**quiet, "stderr": subprocess.DEVNULL})
    try:
        yield _ready(Server(folder), process)
    finally:
        process.send_signal(signal.SIGQUIT)  # at once: nothing of it is kept
        process.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _user(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _ready(server: Server, process: subprocess.Popen[bytes]) -> Server:
    for _ in range(300):
        try:
            server.connect("postgres").close()
        except psycopg.OperationalError:
            if process.poll() is not None:
                break
            time.sleep(0.1)
        else:
            return server
    pytest.skip("the server does not start")
