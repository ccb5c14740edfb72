"""The API against its own description: whatever is asked, no answer is a server's error, and each fits its schema.

Requests are drawn by schemathesis from the OpenAPI description, half of them such as break it, and go over HTTP to a
server on loopback whose record was made by the pipeline of the package, so that posted reports run through all of it.
"""

import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import jsonschema
import pytest
import requests
import schemathesis
import uvicorn
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from tests.web.team import Team, open_team

from trucewatch.engine import run_pipeline
from trucewatch.read import load_agreement
from trucewatch.web import Role
from trucewatch.web.routes.api import PREFIX, description

DESCRIBED = description()
OPERATIONS = [found.ok() for found in schemathesis.openapi.from_dict(DESCRIBED).get_all_operations()]
DRAWN = {"POST /reports": 6, "POST /decisions": 8, "POST /decisions/preview": 8}
FEW = settings(
    derandomize=True, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)
load_all_checks()
ALWAYS = CHECKS.get_by_names(
    ["not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
     "response_schema_conformance"]
)  # fmt: skip
BROKEN = CHECKS.get_by_names(["negative_data_rejection"])


@dataclass
class Served:
    """A workbench that listens, a session that speaks for an admin, and ids that are in the record."""

    team: Team
    base: str
    session: requests.Session
    ids: dict[str, list[str]]


@pytest.fixture(scope="module")
def served(example, tmp_path_factory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("schema")
    lines = (example / "reports.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)[:4]
    (folder / "reports.jsonl").write_text("".join(lines), encoding="utf-8")
    agreement = load_agreement(example / "agreement.toml")
    run_pipeline([folder / "reports.jsonl"], agreement=agreement, out=folder / "filled")
    with open_team(folder / "filled", folder / "out") as team:
        config = uvicorn.Config(team.app, host="127.0.0.1", port=0, log_level="error", lifespan="off")
        server = uvicorn.Server(config)
        listening = config.bind_socket()
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        with requests.Session() as session:
            session.headers["Authorization"] = f"Bearer {team.secrets[Role.ADMIN]}"
            ids = {
                "incidents": [n.id for n in team.store.incidents()],
                "claims": [c.id for c in team.store.claims()],
                "reports": [r.id for r in team.store.reports()],
                "agreements": [agreement.id],
            }
            yield Served(team, f"http://127.0.0.1:{listening.getsockname()[1]}{PREFIX}", session, ids)
        server.should_exit = True
        thread.join()


def with_known_id(case: Case, ids: dict[str, list[str]], pick: int) -> None:
    """What was drawn names nothing that there is; this puts in a name that the record holds."""
    noun = case.operation.path.split("/")[1]
    if "id_" in case.path_parameters and noun in ids:
        case.path_parameters["id_"] = ids[noun][pick % len(ids[noun])]
    if isinstance(case.body, dict) and "subject" in case.body:
        case.body["subject"] = f"incident:{ids['incidents'][pick % len(ids['incidents'])]}"
    if noun == "looks":
        case.query = {"subject": f"claim:{ids['claims'][pick % len(ids['claims'])]}"}


def breaks_as_sent(path: str, method: str, query: Mapping[str, object]) -> bool:
    """Whether a query breaks the description as it stands in the address, where an object is but its keys."""
    address = requests.Request("GET", "http://record", params=query).prepare().url
    sent = parse_qs(urlsplit(address or "").query, keep_blank_values=True)
    known = {p["name"]: p for p in DESCRIBED["paths"][path][method].get("parameters", []) if p["in"] == "query"}
    needed = {name for name, p in known.items() if p.get("required")}
    return bool(set(sent) - set(known) or needed - set(sent)) or any(
        not jsonschema.Draft202012Validator({**known[name]["schema"], "components": DESCRIBED["components"]}).is_valid(
            as_read(known[name]["schema"], values)
        )
        for name, values in sent.items()
    )


def as_read(schema: Mapping[str, object], values: list[str]) -> object:
    """The value of a parameter as its schema has it read from text."""
    match schema.get("type"):
        case "array":
            return values
        case "integer":
            return int(values[-1]) if values[-1].isdecimal() else values[-1]
        case "boolean":
            return {"true": True, "false": False}.get(values[-1], values[-1])
        case _:
            return values[-1]


@pytest.mark.parametrize(
    ("path", "query", "breaks"),
    [
        ("/reports", {"source": {"a": 1}}, False),
        ("/reports", {"source": {"a": 1}, "limit": 0}, True),
        ("/reports", {"limit": {"7": 1}}, False),
        ("/reports", {"limit": {"x": 1}}, True),
        ("/reports", {"other": {"a": 1}}, True),
        ("/reports", {"other": {}}, False),
        ("/checks", {"verdict": {"supported": 1}}, False),
        ("/checks", {"verdict": {"maybe": 1}}, True),
        ("/looks", {"subject": {}}, True),
        ("/summary", {"term": 3.5}, False),
        ("/summary", {"box": ""}, True),
    ],
)
def test_what_an_object_becomes_in_an_address_is_held_to_the_description(path, query, breaks):
    assert breaks_as_sent(path, "get", query) is breaks


def ended(served: Served, where: str) -> dict:
    for _ in range(1_200):
        told = served.session.get(f"{served.base.removesuffix(PREFIX)}{where}").json()
        if told["ended"]:
            return told
        time.sleep(0.05)
    raise AssertionError("the posting does not end")


@pytest.mark.slow
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda o: o.label)
def test_what_fits_the_description_is_answered_as_it_says(served: Served, operation):
    @settings(FEW, max_examples=DRAWN.get(operation.label, 10))
    @given(
        case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE),
        known=st.booleans(),
        pick=st.integers(0, 50),
    )
    def ask(case: Case, known: bool, pick: int) -> None:
        if known:
            with_known_id(case, served.ids, pick)
        answer = case.call(base_url=served.base, session=served.session)
        case.validate_response(answer, checks=ALWAYS)
        if answer.status_code == 202:
            told = ended(served, answer.headers["location"][0])
            assert told["state"] == "done", told

    ask()


@pytest.mark.slow
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda o: o.label)
def test_what_breaks_the_description_is_refused(served: Served, operation):
    @settings(FEW, max_examples=DRAWN.get(operation.label, 10))
    @given(case=operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    def ask(case: Case) -> None:
        answer = case.call(base_url=served.base, session=served.session)
        # An object written into an address is its keys alone, a number is a list of one: that may fit after all.
        is_sent_whole = not case.query or case.operation.method != "get"
        broken = is_sent_whole or breaks_as_sent(case.operation.path, "get", case.query)
        case.validate_response(answer, checks=[*ALWAYS, *BROKEN] if broken else ALWAYS)

    ask()


@pytest.mark.parametrize("token", [None, "tw_of_nobody"])
def test_nobody_is_answered_401_whatever_is_asked(served: Served, token: str | None):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    for operation in OPERATIONS:

        @settings(FEW, max_examples=2)
        @given(case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
        def ask(case: Case) -> None:
            case.headers = {**headers}
            answer = case.call(base_url=served.base)
            case.validate_response(answer, checks=ALWAYS)
            assert answer.status_code == 401, case

        ask()
