"""Signing in through a provider: what fits signs somebody in, and nothing else does."""

import base64
import json
import re
import sqlite3

import httpx
import pytest
from joserfc.jwk import OctKey, RSAKey
from starlette.testclient import TestClient
from tests.web.provider import CLIENT, SECRET, provider
from tests.web.team import NAMES, PASSWORD, URL, open_team, sign_in, small_record

from trucewatch.errors import InputError
from trucewatch.web import Role
from trucewatch.web._openid_http import ProviderHttp
from trucewatch.web.accounts import Accounts
from trucewatch.web.openid import PENDING, RETURN_PATH, OpenId, load_provider, name_from

ROLES = """
[groups]
analysts = "analyst"
"truce/admins" = "admin"
[emails]
"ada@example.org" = "editor"
"@example.net" = "viewer"
"""


@pytest.fixture(scope="module")
def filled(example, tmp_path_factory):
    return small_record(example, tmp_path_factory.mktemp("filled") / "out", 2)


@pytest.fixture
def there():
    with provider() as made:
        yield made


@pytest.fixture
def write(tmp_path):
    def go(issuer, more="", roles=ROLES, address=URL):
        (tmp_path / "secret").write_text(f"{SECRET}\n")
        path = tmp_path / "openid.toml"
        text = f'issuer = "{issuer}"\nclient_id = "{CLIENT}"\nclient_secret_file = "secret"\naddress = "{address}"\n'
        path.write_text(f'{text}name = "Example ID"\n{more}\n{roles}')
        return path

    return go


@pytest.fixture
def team(filled, tmp_path, there, write):
    with open_team(filled, tmp_path / "out", openid_file=write(there.issuer)) as made:
        there.now = lambda: made.clock.now.timestamp()
        there.claims["groups"] = ["analysts"]
        yield made


def left(client: TestClient, to="/review"):
    answer = client.get("/login/openid", params={"next": to})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def come_back(client: TestClient, there, **changed):
    return client.get(RETURN_PATH, params={**there.authorize(left(client)), **changed})


def refused(answer) -> str:
    assert answer.status_code in (403, 502), answer.text
    assert "set-cookie" not in answer.headers or "trucewatch=" not in answer.headers["set-cookie"]
    return re.search(r'role="alert">([^<]*)', answer.text)[1]


def test_somebody_signs_in_with_the_role_of_their_group_and_goes_on(team, there):
    client = team.client()
    assert "Sign in with Example ID" in client.get("/login").text
    there.claims["preferred_username"] = "Ada L"
    answer = come_back(client, there)
    assert answer.status_code == 200
    assert 'content="0;url=/review"' in answer.text
    told = client.get("/account.json").json()
    assert (told["name"], told["role"]) == ("ada-l", "analyst")
    assert client.get("/people").status_code == 403


def test_the_role_follows_the_provider_and_the_account_its_subject(team, there):
    there.claims |= {"preferred_username": "ada"}
    come_back(team.client(), there)
    there.claims |= {"preferred_username": "ada.married", "groups": ["truce/admins", "analysts"]}
    client = team.client()
    come_back(client, there)
    assert client.get("/account.json").json()["name"] == "ada"
    assert team.accounts.get("ada").role is Role.ADMIN


def test_a_name_that_somebody_has_is_not_taken_over(team, there):
    there.claims |= {"preferred_username": NAMES[Role.ADMIN]}
    client = team.client()
    come_back(client, there)
    assert client.get("/account.json").json()["name"] == f"{NAMES[Role.ADMIN]}-2"
    assert client.get("/account.json").json()["role"] == "analyst"


def test_no_password_opens_such_an_account(team, there):
    there.claims |= {"preferred_username": "ada"}
    come_back(team.client(), there)
    for password in ("", PASSWORD):
        assert sign_in(team.client(), "ada", password).status_code == 401
    assert sign_in(team.client(), NAMES[Role.VIEWER]).status_code == 303


@pytest.mark.parametrize(
    ("claims", "role"),
    [
        ({"groups": None, "email": "Ada@Example.org", "email_verified": True}, "editor"),
        ({"groups": "analysts"}, "analyst"),
        ({"groups": [], "email": "x@example.net", "email_verified": True}, "viewer"),
        ({"groups": ["analysts"], "email": "ada@example.org", "email_verified": True}, "editor"),
        ({"groups": ["others"]}, None),
        ({"groups": None, "email": "ada@example.org"}, None),
        ({"groups": None, "email": "ada@example.org", "email_verified": "true"}, None),
        ({"groups": None, "email": "ada@example.org@example.net.evil", "email_verified": True}, None),
        ({"groups": {"analysts": 1}}, None),
    ],
)
def test_groups_and_verified_addresses_give_roles(team, there, claims, role):
    there.claims |= claims
    client = team.client()
    answer = come_back(client, there)
    if role is None:
        assert "role" in refused(answer)
        assert client.get("/account.json").status_code == 401
    else:
        assert client.get("/account.json").json()["role"] == role


def test_groups_may_stand_in_userinfo_of_the_same_person(team, there):
    there.claims["groups"] = None
    there.userinfo |= {"sub": "u-1", "groups": ["analysts"]}
    assert come_back(team.client(), there).status_code == 200
    there.userinfo |= {"sub": "u-2"}
    refused(come_back(team.client(), there))


OTHER = RSAKey.generate_key(2048, parameters={"kid": "one"})


@pytest.mark.parametrize(
    ("claims", "header", "key"),
    [
        ({"nonce": "another"}, {}, None),
        ({"nonce": None}, {}, None),
        ({"iss": "http://127.0.0.1:1"}, {}, None),
        ({"aud": "another"}, {}, None),
        ({"aud": [CLIENT, "another"]}, {}, None),
        ({"aud": [CLIENT, "another"], "azp": "another"}, {}, None),
        ({"exp": 1}, {}, None),
        ({"exp": None}, {}, None),
        ({"iat": 4_000_000_000}, {}, None),
        ({"sub": None}, {}, None),
        ({}, {}, OTHER),
        ({}, {"kid": "unknown"}, None),
        ({}, {"alg": "HS256"}, OctKey.import_key("s3cret/+ of ours" * 4)),
        ({}, {"alg": "none"}, OctKey.import_key("x" * 32)),
    ],
)  # fmt: skip
def test_a_token_that_is_not_sound_signs_nobody_in(team, there, claims, header, key):
    there.claims |= claims
    there.header |= header
    there.signs_with = key
    client = team.client()
    refused(come_back(client, there))
    assert client.get("/account.json").status_code == 401


def test_a_token_that_was_changed_on_the_way_signs_nobody_in(team, there):
    whole = there.token

    def changed(form, authorization):
        status, told = whole(form, authorization)
        head, body, signature = told["id_token"].split(".")
        claims = json.loads(base64.urlsafe_b64decode(body + "==")) | {"groups": ["truce/admins"]}
        body = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
        return status, {**told, "id_token": f"{head}.{body}.{signature}"}

    there.token = changed
    refused(come_back(team.client(), there))


def test_only_the_browser_that_left_comes_back_once_and_soon(team, there):
    client = team.client()
    returned = there.authorize(left(client))
    refused(team.client().get(RETURN_PATH, params=returned))
    refused(client.get(RETURN_PATH, params=returned))  # the state was used up by the other
    refused(come_back(client, there, state="another"))
    refused(come_back(client, there, iss="https://another.example.org"))
    refused(come_back(client, there, error="access_denied"))
    refused(client.get(RETURN_PATH))
    returned = there.authorize(left(client))
    team.clock.now += PENDING * 1.1
    refused(client.get(RETURN_PATH, params=returned))
    assert "/token" not in there.asked
    assert come_back(client, there).status_code == 200


def test_another_code_does_not_fit_the_verifier(team, there):
    stolen = there.authorize(left(team.client()))["code"]
    assert "cannot be reached" in refused(come_back(team.client(), there, code=stolen))


def test_new_keys_of_the_provider_are_fetched(team, there):
    assert come_back(team.client(), there).status_code == 200
    there.key = RSAKey.generate_key(2048, parameters={"kid": "two"})
    assert come_back(team.client(), there).status_code == 200
    assert there.asked.count("/keys") == 2


def test_a_foreign_page_to_go_on_to_is_none(team, there):
    client = team.client()
    address = left(client, "https://evil.example.org/")
    assert 'content="0;url=/"' in client.get(RETURN_PATH, params=there.authorize(address)).text


@pytest.mark.parametrize(
    "metadata", [{"issuer": "http://127.0.0.1:1"}, {"token_endpoint": "http://example.org/token"}, {"jwks_uri": None}]
)
def test_a_provider_that_does_not_describe_itself_soundly_is_not_used(team, there, metadata):
    there.metadata |= metadata
    assert "describe itself" in refused(team.client().get("/login/openid"))


def test_nothing_is_asked_before_somebody_wants_to_sign_in(team, there):
    client = team.client()
    for page in ("/", "/login", "/incidents"):
        client.get(page)
    assert there.asked == []
    left(client)
    assert there.asked == ["/.well-known/openid-configuration"]


def test_a_provider_that_is_away_is_told(filled, tmp_path, write):
    with open_team(filled, tmp_path / "out", openid_file=write("http://127.0.0.1:1")) as team:
        assert "cannot be reached" in refused(team.client().get("/login/openid"))
        assert sign_in(team.client(), NAMES[Role.VIEWER]).status_code == 303


def test_an_endless_answer_is_cut_off():
    class Endless(httpx.SyncByteStream):
        def __iter__(self):
            while True:
                yield b"x" * 100_000

    transport = httpx.MockTransport(lambda request: httpx.Response(200, stream=Endless()))
    from trucewatch.web.accounts import Refused

    with pytest.raises(Refused, match="cannot be reached"):
        ProviderHttp(httpx.Client(transport=transport)).get("https://id.example.org/")


def test_without_a_provider_there_is_no_such_way(filled, tmp_path):
    with open_team(filled, tmp_path / "out") as team:
        assert team.client().get("/login/openid").status_code == 404
        assert "Sign in with" not in team.client().get("/login").text


@pytest.mark.parametrize(
    ("issuer", "more", "roles", "address"),
    [
        ("http://id.example.org", "", ROLES, URL),
        ("https://id.example.org", "", ROLES, "http://record.example.org"),
        ("https://id.example.org", "", "", URL),
        ("https://id.example.org", 'scopes = ["email"]', ROLES, URL),
        ("https://id.example.org", 'nonsense = "1"', ROLES, URL),
        ("https://id.example.org", "", '[groups]\nx = "king"', URL),
        ("https://id.example.org", "not toml", ROLES, URL),
    ],
)
def test_a_file_that_does_not_fit_is_refused(write, issuer, more, roles, address):
    with pytest.raises(InputError):
        load_provider(write(issuer, more, roles, address))


def test_the_secret_stays_out_of_what_is_shown(write):
    provider, secret = load_provider(write("https://id.example.org"))
    assert secret == SECRET
    assert secret not in repr(provider)
    assert OpenId(provider, secret, http=ProviderHttp(), now=lambda: None).provider.host == "127.0.0.1"


@pytest.mark.parametrize(
    ("written", "name"), [("Ada Lovelace", "ada-lovelace"), ("ÉÈ", "user"), ("../x", "x"), ("a" * 99, "a" * 50)]
)
def test_names_of_accounts_are_made_of_what_the_provider_says(written, name):
    assert name_from(written) == name


def test_accounts_of_before_are_brought_up_to_date(tmp_path):
    import datetime as dt

    now = lambda: dt.datetime(2031, 5, 3, tzinfo=dt.UTC)  # noqa: E731
    Accounts(tmp_path / "accounts.db", now=now).add("ada", PASSWORD, Role.ADMIN)
    with sqlite3.connect(tmp_path / "accounts.db") as db:
        db.execute("DROP TABLE identity")
        db.execute("PRAGMA user_version = 1")
    db.close()
    accounts = Accounts(tmp_path / "accounts.db", now=now)
    assert accounts.of_identity("https://id.example.org", "1", "ada", Role.VIEWER).name == "ada-2"
    assert accounts.of_identity("https://id.example.org", "1", "eve", Role.ANALYST).role is Role.ANALYST
    assert [a.name for a in accounts.all()] == ["ada", "ada-2"]
