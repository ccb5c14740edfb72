"""HTML pages: one report a page, its text without boilerplate, and only what the page itself states about it."""

from __future__ import annotations

import codecs
import json
import re
from collections import deque
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from trucewatch.errors import InputError
from trucewatch.model import Report, normalise_text
from trucewatch.read._fields import build_report, parse_moment
from trucewatch.read._result import ReadOptions
from trucewatch.read.plain import decode

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,200}?encoding=["']([\w.:-]{2,40})""", re.I
)
_CHARSETS = re.compile(r"ascii|cp\d+|iso8859-\d+|koi8-\w|mac-\w+|gb\w+|big5\w*|euc_\w+|shift_jis\w*|tis-620|utf-16\S*")
_XML_PROLOG = re.compile(r"\A\s*<\?xml[^>]*\?>")
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_MAX_DEPTH = 400
"""Levels of nesting; no page that people write goes near, and the readers below recurse."""
_MAX_ELEMENTS = 50_000
"""Elements of a page, read in 5 s; articles have some thousand, and the boilerplate remover takes their square."""

_TITLE_META = ("og:title", "twitter:title", "dc.title", "headline")
_SOURCE_META = ("og:site_name", "dc.publisher", "citation_publisher", "application-name")
_URL_META = ("og:url",)
_DATE_META = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "dc.date.issued",
    "dcterms.issued", "dc.date", "dcterms.date", "dcterms.created", "citation_publication_date", "parsely-pub-date",
    "sailthru.date", "pubdate", "publishdate", "publish_date", "publish-date", "publication_date", "date",
)  # fmt: skip
"""Names, properties and itemprops of `meta` under which pages state when they were published."""
_BLOCKS = frozenset({"p", "head", "quote", "list", "item", "table", "row", "code"})
"""Elements of trafilatura's tree that stand as paragraphs of their own."""
_BREAK = "\n"


def read_html(data: bytes, options: ReadOptions) -> Report:
    """The report of an HTML page.

    Title, outlet, address and date come from what the page states (meta, JSON-LD, `time` marked as publication);
    a date that is not stated stays null, and none is guessed from the address or the text. Scripts, styles, menus
    and comments are left out, and the text holds no markup.

    Raises:
        InputError: an encoding that the page does not state, no text, or over the bounds.
    """
    if len(data) > options.max_html_bytes:
        raise InputError(
            f"the page has {len(data)} bytes, more than {options.max_html_bytes}",
            remedy="save the article alone, or its text as .txt",
        )
    tree = _parse(_decode(data))
    linked = list(_linked_data(tree))
    title = _meta(tree, _TITLE_META) or _from_linked(linked, "headline") or _heading(tree)
    fields: dict[str, object] = {
        "title": title,
        "source": _meta(tree, _SOURCE_META) or _publisher(linked),
        "url": _address(tree),
        "published": _date(tree, linked),
        "lang": (tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "")[:35] or None,
        "text": _body(tree, title),
    }
    return build_report(fields, data=data, options=options, trust_lang=False)


def _decode(data: bytes) -> str:
    """Text of a page by its byte order mark, the charset that it states, or UTF-8."""
    match = _CHARSET.search(data[:4096])
    stated = (match[1] or match[2]).decode("ascii").lower() if match else "utf-8"
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) or stated in {"utf-8", "utf8"}:
        return decode(data)
    # The HTML standard reads Latin 1 and ASCII as Windows 1252, as browsers do.
    name = _codec(stated)
    if name is None:
        raise InputError(f"the page states the unknown charset {stated!r}", remedy="save it as UTF-8")
    try:
        return data.decode("cp1252" if name in {"iso8859-1", "ascii"} else name)
    except UnicodeError:
        raise InputError(
            f"the page is not in the charset that it states ({stated})", remedy="save it as UTF-8"
        ) from None


def _codec(stated: str) -> str | None:
    """The codec of a character set; null for what is none, some of which are slow on purpose (punycode)."""
    try:
        name = codecs.lookup(stated).name
    except LookupError:
        return None
    return name if _CHARSETS.fullmatch(name) else None


def _parse(source: str) -> HtmlElement:
    from lxml import etree, html

    source = _NO_TEXT.sub("", _XML_PROLOG.sub("", source))
    if not source.strip():
        raise InputError("the page is empty", remedy="save the page again")
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        tree = html.document_fromstring(source.encode(), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise InputError(f"not HTML: {error}", remedy="save the page again, or its text as .txt") from None
    if _depth(tree) > _MAX_DEPTH:
        raise InputError("the page is nested too deep", remedy="save its text as .txt")
    if sum(1 for _ in tree.iter()) > _MAX_ELEMENTS:
        raise InputError(f"the page has more than {_MAX_ELEMENTS} elements", remedy="save its text as .txt")
    return tree


def _depth(tree: HtmlElement) -> int:
    depth, level = 0, [tree]
    while level and depth <= _MAX_DEPTH:
        depth, level = depth + 1, [child for node in level for child in node]
    return depth


def _meta(tree: HtmlElement, names: tuple[str, ...]) -> str | None:
    """Content of the first `meta` that bears the best of the names."""
    found: dict[str, str] = {}
    for node in tree.iter("meta"):
        content = " ".join((node.get("content") or "").split())
        for attribute in ("property", "name", "itemprop"):
            key = (node.get(attribute) or "").strip().lower()
            if content and key in names:
                found.setdefault(key, content)
    return next((found[name] for name in names if name in found), None)


def _heading(tree: HtmlElement) -> str | None:
    """The page's only `h1`, else what stands in `title`."""
    headings = [" ".join(str(node.text_content()).split()) for node in tree.iter("h1")]
    if len(headings) == 1 and headings[0]:
        return headings[0]
    return next((words for node in tree.iter("title") if (words := " ".join((node.text or "").split()))), None)


def _address(tree: HtmlElement) -> str | None:
    links = (node.get("href") for node in tree.iter("link") if (node.get("rel") or "").lower() == "canonical")
    stated = next((link.strip() for link in links if link), None) or _meta(tree, _URL_META)
    return stated if stated and stated.startswith(("http://", "https://")) and len(stated) <= 2_000 else None


def _linked_data(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Objects of JSON-LD that describe an article."""
    for node in tree.iter("script"):
        if (node.get("type") or "").strip().lower() != "application/ld+json":
            continue
        try:
            value = json.loads(node.text or "")
        except (ValueError, RecursionError):
            continue
        pending = deque([value])
        while pending:
            item = pending.popleft()
            if isinstance(item, list):
                pending.extend(item)
            elif isinstance(item, dict):
                graph = item.get("@graph")
                pending.extend(graph if isinstance(graph, list) else [])
                if "headline" in item or "datePublished" in item:
                    yield item


def _from_linked(linked: list[dict[str, Any]], key: str) -> str | None:
    values = (item.get(key) for item in linked)
    return next((" ".join(value.split()) for value in values if isinstance(value, str) and value.strip()), None)


def _publisher(linked: list[dict[str, Any]]) -> str | None:
    publishers = [item["publisher"] for item in linked if isinstance(item.get("publisher"), dict)]
    return _from_linked(publishers, "name")


def _date(tree: HtmlElement, linked: list[dict[str, Any]]) -> str | None:
    """The date of publication that the page states; one that no reader understands is as good as none."""
    for stated in (_from_linked(linked, "datePublished"), _meta(tree, _DATE_META), *_time_elements(tree)):
        if stated:
            try:
                return parse_moment(stated)
            except InputError:
                continue
    return None


def _time_elements(tree: HtmlElement) -> Iterator[str | None]:
    """Times marked as publication; one that is not may be that of a comment or of another article."""
    for node in tree.iter("time"):
        marks = " ".join(node.get(name) or "" for name in ("itemprop", "class")).lower()
        if node.get("pubdate") is not None or re.search(r"datepublished|\bpublished\b|entry-date", marks):
            yield node.get("datetime")


def _body(tree: HtmlElement, title: str | None) -> str:
    """The article's paragraphs, parted by a blank line."""
    from lxml import etree
    from trafilatura import bare_extraction
    from trafilatura.settings import use_config

    _split_paragraphs(tree)
    config = use_config()
    # By default short pages are dumped whole, menus included; many reports are three sentences long.
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "25")
    try:
        document = bare_extraction(tree, include_comments=False, include_tables=True, config=config)
    except (etree.LxmlError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(
            f"no article can be found in the page ({type(error).__name__})", remedy="save its text as .txt"
        ) from None
    body = getattr(document, "body", None)
    blocks = list(_paragraphs(body)) if body is not None else []
    if blocks and title and blocks[0] == " ".join(normalise_text(title).split()):
        blocks = blocks[1:]
    if not blocks:
        raise InputError("no article can be found in the page", remedy="save its text as .txt")
    return "\n\n".join(blocks)


def _split_paragraphs(tree: HtmlElement) -> None:
    """Make two line breaks in a row the end of a paragraph: the reader below keeps only one of them."""
    for paragraph in list(tree.iter("p")):
        children = list(paragraph)
        for first, second in reversed(list(pairwise(children))):
            if first.tag == second.tag == "br" and not (first.tail or "").strip():
                rest = paragraph.makeelement("p")
                rest.text = second.tail
                rest.extend(list(second.itersiblings()))
                paragraph.remove(second)
                paragraph.addnext(rest)
                rest.tail, paragraph.tail = paragraph.tail, None


def _paragraphs(body: Any) -> Iterator[str]:
    """Text of the leaves among the blocks of trafilatura's tree; two line breaks in a row part paragraphs too."""
    parts: list[str] = []
    for piece in _pieces(body):
        if piece is None or (piece == _BREAK and parts and parts[-1] == _BREAK):
            yield from _joined(parts)
            parts = []
        else:
            parts.append(piece)
    yield from _joined(parts)


def _joined(parts: list[str]) -> Iterator[str]:
    if words := " ".join("".join(parts).split()).strip("| "):
        yield words


def _pieces(node: Any) -> Iterator[str | None]:
    """Strings in reading order; null where a block begins or ends, `_BREAK` for a line break."""
    is_block = node.tag in _BLOCKS
    if is_block:
        yield None
    if node.tag == "lb":
        yield _BREAK
    yield from filter(None, [node.text])
    for child in node:
        yield from _pieces(child)
        if child.tag == "cell":
            yield " | "
        # Blank tails are the layout of the page's source and part nothing.
        if child.tail and (child.tail.strip() or child.tag != "lb"):
            yield child.tail
    if is_block:
        yield None
