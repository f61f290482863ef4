"""Bodies become safe HTML and plain text, and anything else is refused."""

from __future__ import annotations

import pytest

from content.errors import BadMarkup
from content.markup import plain, to_html


def test_paragraphs_lists_and_bold_become_telegram_html() -> None:
    body = "Walk **a little**\nevery day.\n\nThen:\n- sit\n- **rest**\n  well\n\n\nDone."

    assert to_html(body) == "Walk <b>a little</b> every day.\n\nThen:\n• sit\n• <b>rest</b> well\n\nDone."


def test_what_looks_like_html_is_escaped() -> None:
    assert to_html("5 < 6 & <b>x</b>") == "5 &lt; 6 &amp; &lt;b&gt;x&lt;/b&gt;"


def test_plain_text_has_neither_tags_nor_escapes() -> None:
    assert plain(to_html("**5 < 6** & more\n\n- it's")) == "5 < 6 & more\n\n• it's"


def test_tags_with_attributes_go_and_their_text_stays() -> None:
    assert plain('see <a href="https://example.org">this &amp; that</a>') == "see this & that"


def test_right_to_left_text_passes_through() -> None:
    assert to_html("- **امشِ** قليلا") == "• <b>امشِ</b> قليلا"


@pytest.mark.parametrize(
    "body",
    [
        "# Title",
        "> said",
        "* item",
        "+ item",
        "1. item",
        "run `this`",
        "[a](b)",
        "**open",
        "half *bold*",
        "****",
        "** spaced **",
    ],
)
def test_any_other_mark_is_refused(body: str) -> None:
    with pytest.raises(BadMarkup):
        to_html(body)
