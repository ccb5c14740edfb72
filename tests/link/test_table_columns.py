"""Columns made by numbers of fields are those made claim by claim."""

from __future__ import annotations

from hypothesis import given, settings
from tests.link.cases import REPORTS, claim, report, some_claims

from trucewatch.link import default_weights, news_weights
from trucewatch.link.table import PARTS, Part, build_table
from trucewatch.link.text import NO_TEXT, keys_of, text_of
from trucewatch.link.views import Reader, View, view
from trucewatch.model import Claim


def one_by_one(views: list[View], part: Part) -> list[int]:
    codes: dict[object, int] = {}
    return [codes.setdefault(part.of(v), len(codes)) for v in views]


@given(some_claims())
@settings(max_examples=100)
def test_columns_are_those_made_claim_by_claim(claims: list[Claim]) -> None:
    for shared in (False, True):
        reader = Reader(REPORTS)
        views = [reader.view(c) if shared else view(c, REPORTS) for c in claims]
        table = build_table(views, news_weights())
        for feature, part in PARTS.items():
            column = table.columns[feature]
            assert column.codes.tolist() == one_by_one(list(table.views), part)
            assert [part.of(v) for v in column.examples] == list(dict.fromkeys(map(part.of, table.views)))
            assert column.told.tolist() == [part.of(v) is not None for v in table.views]


@given(some_claims())
@settings(max_examples=50)
def test_a_reader_sees_each_claim_as_it_is_seen_alone(claims: list[Claim]) -> None:
    reader = Reader(REPORTS)
    assert [reader.view(c) for c in claims] == [view(c, REPORTS) for c in claims]


def test_equal_parts_of_different_claims_are_one_object() -> None:
    reader = Reader({})
    one, two = reader.view(claim("a", "r1")), reader.view(claim("b", "r2"))
    assert one.days is two.days
    assert one.spots is two.spots
    assert one.counts is two.counts


def test_words_are_read_only_where_they_weigh_something() -> None:
    assert news_weights().reads_words
    assert not default_weights().reads_words


def test_keys_are_the_same_whether_or_not_words_are_read() -> None:
    text = "Corporal Odwin Tarn of Velhrad fell at the mill of Riverton; Séverin Quall was hurt. " * 3
    told, made = report("r", title="Skirmish at Ostrava Bridge", text=text), claim("a", "r")
    assert keys_of(told).keys == text_of(made, told).keys != ()
    assert Reader({"r": told}, words=False, keys=False).view(made).text is NO_TEXT
