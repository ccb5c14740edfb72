import time
from pathlib import Path

import pytest

from trucewatch.model import PublishedBasis, Report
from trucewatch.read import ReadOptions, Unreadable, read_inputs

FIRST = "A mortar shell struck the market on Monday, killing two people and injuring four, the mayor said."
SECOND = "Nobody said who had fired it, and the army did not answer calls from this paper on Tuesday morning."


def page(head: str = "", body: str = "", lang: str = "en") -> str:
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8">{head}</head><body>'
        '<nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>'
        f"<article><h1>Shell kills two</h1><p>{FIRST}</p><p>{SECOND}</p>{body}</article>"
        "<footer>Copyright 2031 The Daily. All rights reserved.</footer></body></html>"
    )


def read(path: Path, data: str | bytes, **options: int) -> Report | Unreadable:
    file = path / "page.html"
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    (item,) = read_inputs([file], options=ReadOptions(**options))
    return item


def test_the_article_is_read_without_menus_and_markup(tmp_path) -> None:
    report = read(tmp_path, page())
    assert report.title == "Shell kills two"
    assert report.text == f"{FIRST}\n\n{SECOND}"
    assert report.lang == "en"


def test_a_short_article_is_not_read_with_its_menus(tmp_path) -> None:
    report = read(
        tmp_path,
        '<html><head><title>T</title></head><body><div class="menu"><a href="/">Home</a> <a href="/w">World</a></div>'
        '<div id="content"><h1>Two die</h1><p>Two soldiers died on Friday.</p></div></body></html>',
    )
    assert (report.title, report.text) == ("Two die", "Two soldiers died on Friday.")


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2020-03-19T10:00:00+03:00">',
        '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "datePublished": '
        '"2020-03-19T10:00:00+03:00"}]}</script>',
        '<meta name="parsely-pub-date" content="2020-03-19T10:00:00+03:00">',
    ],
)
def test_a_stated_date_is_given(tmp_path, head) -> None:
    report = read(tmp_path, page(head))
    assert report.published == "2020-03-19T10:00:00+03:00"
    assert report.published_basis is PublishedBasis.GIVEN


def test_a_marked_time_element_is_a_date(tmp_path) -> None:
    assert (
        read(tmp_path, page(body='<time class="entry-date" datetime="2020-03-19">19 March</time>')).published
        == "2020-03-19"
    )


@pytest.mark.parametrize(
    "page_text",
    [
        page(),
        page(head='<link rel="canonical" href="https://example.org/2020/03/19/shell-kills-two">'),
        page(body="<p>Posted 19 March 2020</p>"),
        page(body='<time datetime="2019-01-01">an older story</time>'),
        page(head='<meta name="date" content="yesterday">'),
    ],
)
def test_a_date_that_is_not_stated_stays_null(tmp_path, page_text) -> None:
    assert read(tmp_path, page_text).published is None


def test_outlet_and_address_are_taken_as_stated(tmp_path) -> None:
    head = '<meta property="og:site_name" content="The Daily"><link rel="canonical" href="https://example.org/a">'
    report = read(tmp_path, page(head))
    assert (report.source, report.url) == ("The Daily", "https://example.org/a")
    assert read(tmp_path, page()).source is None


def test_publisher_of_linked_data_is_the_outlet(tmp_path) -> None:
    head = '<script type="application/ld+json">{"headline": "Other", "publisher": {"name": "The Daily"}}</script>'
    assert read(tmp_path, page(head)).source == "The Daily"


def test_scripts_and_handlers_leave_no_trace(tmp_path) -> None:
    body = '<script>steal()</script><p onclick="steal()">The <b>road</b> is shut since then, drivers told us.</p>'
    text = read(tmp_path, page(body=body)).text
    assert "steal" not in text
    assert "<" not in text
    assert text.endswith("The road is shut since then, drivers told us.")


def test_line_breaks_part_lines_and_two_part_paragraphs(tmp_path) -> None:
    text = read(
        tmp_path, f"<html><body><p>{FIRST}<br>{SECOND}<br><br>The road is shut since then.</p></body></html>"
    ).text
    assert text == f"{FIRST} {SECOND}\n\nThe road is shut since then."


def test_a_stated_charset_is_used(tmp_path) -> None:
    text = page(body="<p>The dead were named as Zoë and Łukasz by the paper here.</p>").replace("utf-8", "iso-8859-2")
    assert "Łukasz" in read(tmp_path, text.replace("Zoë", "Zoe").encode("iso-8859-2")).text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"<html><body></body></html>", "no article"),
        ("<html><body><p>Zwölf</p></body></html>".encode("cp1252"), "not UTF-8"),
        (b'<html><head><meta charset="punycode"></head><body><p>Two died.</p></body></html>', "unknown charset"),
        (b"<div>" * 300 + b"Two died." + b"</div>" * 300, ""),
    ],
)
def test_a_page_that_cannot_be_read_says_why(tmp_path, data, words) -> None:
    bad = read(tmp_path, data)
    assert isinstance(bad, Unreadable) or not words
    if words:
        assert words in bad.reason


def test_a_page_over_the_bound_is_refused(tmp_path) -> None:
    assert "more than 100" in read(tmp_path, page(), max_html_bytes=100).reason


def test_a_page_that_would_take_minutes_is_refused(tmp_path) -> None:
    assert "elements" in read(tmp_path, page(body="<p>a b</p>" * 50_000)).reason


def test_much_linked_data_is_read_in_linear_time(tmp_path) -> None:
    started = time.process_time()
    head = f'<script type="application/ld+json">[{"0," * 400_000}{{"headline": "Two die at the bridge"}}]</script>'
    assert read(tmp_path, page(head=head)).title == "Two die at the bridge"
    assert time.process_time() - started < 5  # the square of this length would take a minute


def test_a_pages_wrong_language_tag_does_not_decide(tmp_path) -> None:
    assert isinstance(read(tmp_path, page(lang="tr")), Report)
