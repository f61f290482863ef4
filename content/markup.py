"""Turns what a body may use (paragraphs, `- ` lists, `**bold**`) into Telegram's HTML, and HTML into text.

It sends nothing and knows no lengths: limits belong to rendering. Translated bodies pass through here too.
"""

from __future__ import annotations

import html
import re

from content.errors import BadMarkup

_BULLET = "• "
_BOLD = re.compile(r"\*\*(\S(?:.*?\S)?)\*\*")
_TAG = re.compile(r"<[^>]*>")
_FOREIGN = (
    (re.compile(r"^#"), "headings"),
    (re.compile(r"^>"), "quotes"),
    (re.compile(r"^[*+] "), "lists that do not start with '- '"),
    (re.compile(r"^\d+[.)] "), "numbered lists"),
    (re.compile(r"`"), "code"),
    (re.compile(r"\]\("), "links"),
)


def to_html(body: str) -> str:
    """The body as Telegram HTML: escaped, bold in <b>, one line per paragraph or "• " item.

    Raises `BadMarkup` for anything else, so that no reader ever meets a stray mark.
    """
    blocks = re.split(r"\n\s*\n", body.strip())
    return "\n\n".join("\n".join(_inline(line) for line in _lines(block)) for block in blocks)


def plain(text: str) -> str:
    """HTML without its tags and escapes, for a terminal, a length or a reading test."""
    return html.unescape(_TAG.sub("", text))


def _lines(block: str) -> list[str]:
    """One entry per paragraph or item; a line that starts neither continues the one above."""
    lines: list[str] = []
    for raw in block.splitlines():
        line = raw.strip()
        _refuse_foreign(line)
        if line.startswith("- "):
            lines.append(_BULLET + line[2:].strip())
        elif lines:
            lines[-1] += " " + line
        else:
            lines.append(line)
    return lines


def _refuse_foreign(line: str) -> None:
    for pattern, name in _FOREIGN:
        if pattern.search(line):
            raise BadMarkup(f"{name} are not supported in {line!r}: use paragraphs, '- ' lists and **bold**")


def _inline(line: str) -> str:
    escaped = html.escape(line, quote=False)
    bold = _BOLD.sub(r"<b>\1</b>", escaped)
    if "*" in bold:
        raise BadMarkup(f"a '*' without its partner in {line!r}: write **bold** with two on each side")
    return bold
