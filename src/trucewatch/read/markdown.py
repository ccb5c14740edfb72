"""Markdown with YAML front matter: one report a file, made plain."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from trucewatch.errors import InputError
from trucewatch.model import Report, normalise_text
from trucewatch.read._fields import FIELDS, build_report
from trucewatch.read._result import ReadOptions
from trucewatch.read.plain import decode

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)(?:^)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_MAX_FRONT = 64_000
"""Code points of front matter; more is no front matter."""
_MARKUP = 2
"""How many times as long as its text a file may be; the parser takes a minute for ten times the longest text."""
_ALIASES = {
    "date": "published", "pubdate": "published", "headline": "title", "language": "lang", "link": "url",
    "canonical_url": "url", "publisher": "source", "outlet": "source", "author": "source",
}  # fmt: skip
"""What site generators and clippers call the fields; a field's own name wins over its aliases, in this order."""
_IGNORED = frozenset({
    "aliases", "categories", "category", "comments", "cover", "description", "draft", "excerpt", "image", "keywords",
    "lastmod", "layout", "menu", "modified", "permalink", "section", "slug", "subtitle", "summary", "tags", "template",
    "toc", "type", "updated", "weight",
})  # fmt: skip
"""Keys of site generators that say nothing a report holds."""


def read_markdown(data: bytes, options: ReadOptions) -> Report:
    """The report of a Markdown file.

    Front matter gives the fields of a report. Without a title there, a first heading of level 1 is the title.
    Paragraphs, list items and table rows are parted by a blank line; markup, images and HTML are left out.

    Raises:
        InputError: not UTF-8, front matter that is no YAML or has an unknown key, no text, or over the bounds.
    """
    text = normalise_text(decode(data))
    if len(text) > _MARKUP * options.max_text_chars:
        raise InputError(f"the file has {len(text)} characters", remedy="split it into the reports that it holds")
    match = _FRONT.match(text)
    fields = _front_matter(match[1]) if match else {}
    if "text" in fields:
        raise InputError("the front matter has the key 'text'", remedy="the text is what follows the front matter")
    title, body = to_plain(text[match.end() :] if match else text)
    if fields.get("title") or title is None:
        # A heading that only repeats the title of the front matter is not part of the text.
        if title is not None and title != fields.get("title"):
            body = f"{title}\n\n{body}" if body else title
    else:
        fields["title"] = title
    return build_report({**fields, "text": body}, data=data, options=options)


def _front_matter(source: str) -> dict[str, object]:
    import yaml

    if len(source) > _MAX_FRONT:
        raise InputError(f"the front matter has more than {_MAX_FRONT} characters", remedy="end it with ---")
    try:
        # The base loader makes strings only: no object is built and no date is guessed at.
        value = yaml.load(source, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise InputError(f"the front matter is no YAML: {error.problem} in line {line}", remedy="quote it") from None
    except (yaml.YAMLError, RecursionError, ValueError, TypeError):
        raise InputError("the front matter is no YAML", remedy="write key: value, one a line") from None
    if value in (None, ""):
        return {}
    if not isinstance(value, dict):
        raise InputError("the front matter is no list of keys", remedy="write key: value, one a line")
    return _rename({str(key): None if item in ("~", "null", "") else item for key, item in value.items()})


def _rename(raw: dict[str, object]) -> dict[str, object]:
    fields = {key: item for key, item in raw.items() if key in FIELDS}
    lowered = {key.lower(): item for key, item in raw.items() if key not in FIELDS}
    for alias, field in _ALIASES.items():
        item = lowered.pop(alias, None)
        if isinstance(item, str) and item:
            fields.setdefault(field, item)
    fields.update({key: item for key, item in lowered.items() if key not in _IGNORED})
    return fields


def to_plain(source: str) -> tuple[str | None, str]:
    """Title (a level 1 heading that opens the text) and plain text of Markdown."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable("table").parse(source)
    title = None
    if tokens and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        title = _inline(tokens[1]).replace("\n", " ").strip() or None
        tokens = tokens[3:] if title else tokens
    return title, "\n\n".join(block for block in _blocks(tokens) if block)


def _blocks(tokens: Sequence[Token]) -> Iterator[str]:
    row: list[str] | None = None
    for token in tokens:
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            yield " | ".join(row)
            row = None
        elif token.type == "inline":
            text = _inline(token).strip()
            if row is None:
                yield text
            else:
                row.append(text)
        elif token.type in {"fence", "code_block"}:
            yield token.content.strip("\n")
        elif token.type == "html_block":
            yield _strip_tags(token.content)


def _inline(token: Token) -> str:
    parts = []
    for child in token.children or ():
        if child.type in {"text", "code_inline"}:
            parts.append(child.content)
        elif child.type == "softbreak":
            parts.append(" ")
        elif child.type == "hardbreak":
            parts.append("\n")
    return "".join(parts)


def _strip_tags(fragment: str) -> str:
    from lxml import etree, html

    try:
        tree = html.document_fromstring(f"<html><body><div>{fragment}</div></body></html>")
    except (etree.LxmlError, ValueError):
        return ""
    etree.strip_elements(tree, "script", "style", with_tail=False)
    return " ".join(str(tree.text_content()).split())
