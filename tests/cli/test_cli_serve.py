"""Who may use what `trucewatch serve` serves, by its options."""

import pytest

from trucewatch.cli.serve import _people
from trucewatch.errors import InputError
from trucewatch.web.sessions import AccountPeople

FILE = """
issuer = "https://id.example.org"
client_id = "trucewatch"
address = "https://record.example.org"
[emails]
"@example.org" = "viewer"
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "openid.toml"
    path.write_text(FILE)
    return path


def test_without_accounts_there_are_none(tmp_path):
    assert _people(tmp_path, None) is None


def test_a_provider_makes_accounts_where_there_are_none_yet(tmp_path, file):
    found = _people(tmp_path, file)
    assert isinstance(found, AccountPeople)
    assert found.openid is not None
    assert found.openid.provider.host == "record.example.org"
    assert found.accounts.all() == ()


def test_a_provider_needs_a_sound_file(tmp_path, file):
    file.write_text("issuer = 1")
    with pytest.raises(InputError, match=r"openid\.toml"):
        _people(tmp_path, file)
