"""Ask a workbench of Trucewatch, decide on an incident, and give it a report: the API in Python's own library.

TRUCEWATCH_TOKEN=tw_... python examples/api_client.py http://127.0.0.1:8321
"""

from __future__ import annotations

import json
import os
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode


class Refused(Exception):
    """The workbench said no; `problem` holds status, detail, code, where and remedy."""

    def __init__(self, problem: dict[str, Any]) -> None:
        self.problem = problem
        more = ", ".join(problem[name] for name in ("where", "remedy") if problem[name])
        super().__init__(f"{problem['status']} {problem['title']}: {problem['detail']}{f' ({more})' if more else ''}")


class Workbench:
    """The API of one workbench."""

    def __init__(self, address: str, token: str) -> None:
        self.base, self.token = f"{address.rstrip('/')}/api/v1", token

    def call(self, method: str, path: str, body: object = None, **query: object) -> Any:
        """One request; a list gives a parameter more than once."""
        asked = urlencode({k: v for k, v in query.items() if v is not None}, doseq=True)
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        url = f"{self.base}{path}?{asked}" if asked else f"{self.base}{path}"
        request = urllib.request.Request(url, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise Refused(json.load(error)) from error

    def all(self, path: str, **query: object) -> Iterator[dict[str, Any]]:
        """Every row of a list, page by page."""
        cursor = None
        while True:
            page = self.call("GET", path, cursor=cursor, limit=200, **query)
            yield from page["items"]
            cursor = page["next"]
            if cursor is None:
                return

    def decide(self, action: str, subject: str, **more: object) -> dict[str, Any]:
        """Look, and decide on what was seen; `Refused` with status 409 where somebody else was quicker."""
        look = self.call("GET", "/looks", subject=subject)
        body = {"action": action, "subject": subject, "seen": {look["subject"]: look["digest"]}, **more}
        return self.call("POST", "/decisions", body)

    def give(self, *reports: dict[str, Any]) -> dict[str, Any]:
        """Post reports and wait until they are in the record."""
        run = self.call("POST", "/reports", {"reports": list(reports)})["run"]
        while run["state"] in ("waiting", "running"):
            time.sleep(0.5)
            run = self.call("GET", f"/runs/{run['id']}")
        return run


def main(address: str, token: str) -> None:
    """Print what is undetermined, and why."""
    bench = Workbench(address, token)
    for finding in bench.all("/findings", verdict="undetermined"):
        unknown = [reason["test"] for reason in finding["reasons"] if reason["outcome"] == "unknown"]
        print(f"{finding['incident']}  {finding['term']}: not known is {', '.join(unknown)}")


if __name__ == "__main__":
    if len(sys.argv) != 2 or "TRUCEWATCH_TOKEN" not in os.environ:
        sys.exit(f"{__doc__}")
    try:
        main(sys.argv[1], os.environ["TRUCEWATCH_TOKEN"])
    except (Refused, urllib.error.URLError) as error:
        sys.exit(f"{sys.argv[1]}: {error}")
