from pathlib import Path

import pytest

from trucewatch.model import Report
from trucewatch.read import Unreadable, read_inputs

BODY = "A mortar shell struck the market on Monday, killing two people."


def read(path: Path, text: str) -> Report | Unreadable:
    file = path / "report.md"
    file.write_text(text)
    (item,) = read_inputs([file])
    return item


def test_front_matter_gives_the_fields(tmp_path) -> None:
    report = read(
        tmp_path,
        f"---\nid: k1\ntitle: 'Shell: two dead'\nsource: Daily\nurl: https://example.org/a\npublished: 2020-03-19\n"
        f"lang: en\nretold: true\nfacts_from:\n  - https://example.org/b\n---\n\n{BODY}\n",
    )
    assert report.id == "k1"
    assert (report.title, report.source, report.url) == ("Shell: two dead", "Daily", "https://example.org/a")
    assert (report.published, report.retold, report.facts_from) == ("2020-03-19", True, ("https://example.org/b",))
    assert report.text == BODY


def test_site_generators_names_are_understood(tmp_path) -> None:
    report = read(
        tmp_path, f"---\ndate: 2020-03-19 10:00:00 +0300\nauthor: A. Writer\nlayout: post\ntags: [a]\n---\n{BODY}"
    )
    assert (report.published, report.source) == ("2020-03-19T10:00:00+03:00", "A. Writer")


def test_a_fields_own_name_wins_over_its_alias(tmp_path) -> None:
    report = read(tmp_path, f"---\ndate: 2020-01-01\npublished: 2020-03-19\nauthor: B\nsource: Daily\n---\n{BODY}")
    assert (report.published, report.source) == ("2020-03-19", "Daily")


def test_a_heading_is_the_title_where_none_is_given(tmp_path) -> None:
    report = read(tmp_path, f"# Shell kills *two*\n\n{BODY}")
    assert (report.title, report.text) == ("Shell kills two", BODY)


def test_a_heading_that_repeats_the_title_is_not_text(tmp_path) -> None:
    assert read(tmp_path, f"---\ntitle: Two die\n---\n# Two die\n\n{BODY}").text == BODY
    assert read(tmp_path, f"---\ntitle: Two die\n---\n# Market hit\n\n{BODY}").text == f"Market hit\n\n{BODY}"


def test_markup_goes_and_paragraphs_are_parted_by_a_blank_line(tmp_path) -> None:
    report = read(
        tmp_path,
        "A **shell** struck the\n[market](https://example.org) on `Monday`.\\\nTwo died.\n\n"
        "> Nobody said\n> who fired.\n\n- one killed\n- one hurt\n\n| who | how many |\n|---|---|\n| soldiers | 2 |\n\n"
        "<div>In a <b>box</b>"
        "<script>x()</script></div>\n\n![a picture](p.png)\n",
    )
    assert report.text.split("\n\n") == [
        "A shell struck the market on Monday.\nTwo died.",
        "Nobody said who fired.",
        "one killed",
        "one hurt",
        "who | how many",
        "soldiers | 2",
        "In a box",
    ]


@pytest.mark.parametrize(
    ("front", "words"),
    [
        ("publshed: 2020-03-19", "'publshed'"),
        ("title: [", "no YAML"),
        ("- a\n- b", "no list of keys"),
        ("text: here", "'text'"),
        ("published: soon", "published 'soon'"),
        ("title: !!python/object/apply:os.getcwd []", "title"),
    ],
)
def test_bad_front_matter_is_named(tmp_path, front, words) -> None:
    bad = read(tmp_path, f"---\n{front}\n---\n{BODY}")
    assert isinstance(bad, Unreadable)
    assert words in bad.reason


def test_null_and_empty_values_are_not_known(tmp_path) -> None:
    report = read(tmp_path, f"---\npublished: null\nsource: ~\ntitle:\n---\n{BODY}")
    assert (report.published, report.source, report.title) == (None, None, None)


def test_a_rule_in_the_text_is_no_front_matter(tmp_path) -> None:
    assert read(tmp_path, f"{BODY}\n\n---\n\nMore to come.").text == f"{BODY}\n\nMore to come."


def test_a_file_far_longer_than_its_text_may_be_is_refused_before_it_is_parsed(tmp_path) -> None:
    bad = read(tmp_path, BODY + "[" * 2_000_000)
    assert isinstance(bad, Unreadable)
    assert "characters" in bad.reason
