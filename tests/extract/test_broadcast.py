"""Who speaks in a monitored broadcast."""

from __future__ import annotations

import pytest

from trucewatch.extract._broadcast import issuer


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("CLANDESTINE, 3 MAY 89 (RADIO OF THE HILLS) -- [TEXT] COMRADES, WE", "Radio of the Hills"),
        ("KALO, 3 MAY 89 (DOMESTIC SERVICE) -- [COMMUNIQUE] [HILL BRIGADE, HB] [TEXT] 1.", "Hill Brigade"),
        ("KALO, NO DATE -- [STATEMENT] [HILL BRIGADE GENERAL COMMAND] [TEXT] WE", "Hill Brigade"),
        ("KALO, 3 MAY 89 (CHANNEL 1) -- [SPEECH] [NORTHLAND PRESIDENT ANN BELL] [TEXT] WE", "Ann Bell"),
        ("KALO, 3 MAY 89 (CHANNEL 1) -- [REPORT] [TEXT] [REPORTER] HERE", "Channel 1"),
    ],
)
def test_issuer_comes_before_the_station(head: str, name: str) -> None:
    """Marks that say what sort of text follows are nobody."""
    assert issuer(head) == name


@pytest.mark.parametrize("text", ["KALO, May 3 (Wire) - Two died.", "KALO, 3 MAY 89 (WIRE) -- TWO DIED.", ""])
def test_other_heads_name_nobody(text: str) -> None:
    """A dateline of an agency is no broadcast."""
    assert issuer(text) is None
