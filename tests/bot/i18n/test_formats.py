"""Placeholders are filled safely whatever the values hold, in both directions."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n import bidi
from bot.i18n.formats import (
    Argument,
    Phone,
    Ready,
    fill,
    join_list,
    number,
    percentage,
    placeholders,
    problems,
)

FSI, LRI, PDI = "\u2068", "\u2066", "\u2069"


def test_a_placeholder_is_replaced_by_its_value() -> None:
    assert fill("Question {number} of {total}", {"number": 2, "total": 9}, "en") == "Question 2 of 9"


def test_html_in_a_value_is_escaped_and_ready_text_is_not() -> None:
    arguments: dict[str, Argument] = {"a": "<b>&", "b": Ready("<b>&amp;</b>")}

    assert fill("{a} {b}", arguments, "en") == "&lt;b&gt;&amp; <b>&amp;</b>"


def test_braces_in_a_value_are_left_alone() -> None:
    assert fill("{a}{b}", {"a": "{b}", "b": "x"}, "en") == "{b}x"


@pytest.mark.parametrize("template", ["{", "}", "{}", "{a", "a}", "{ a }", "{0}", "{A}", "{{a}}", "{a!r}"])
def test_a_stray_brace_never_fails_but_is_found_by_the_check(template: str) -> None:
    fill(template, {"a": "x"}, "en")

    assert problems(template, ["a"])


def test_the_check_finds_lost_and_invented_names() -> None:
    assert problems("Call {number}", ["number"]) == []
    assert problems("Call", ["number"]) == ["{number} is missing: put it in"]
    assert problems("Call {nmuber}", ["number"])[0].startswith("{nmuber} is not filled")


def test_a_placeholder_without_value_stays() -> None:
    assert fill("Call {number}", {}, "en") == "Call {number}"
    assert placeholders("{a} {b} {a}") == {"a", "b"}


def test_direction_controls_and_control_characters_are_taken_out_of_values() -> None:
    nasty = "a\u202eb\u2066c\u0000\u001b[1m\u0085d\ne\u200ff\ud800"

    assert fill("{a}", {"a": nasty}, "en") == "abc[1m d ef"


def test_values_in_right_to_left_text_are_isolated() -> None:
    assert fill("{a}", {"a": "Anna"}, "ar") == f"{FSI}Anna{PDI}"
    assert fill("{a}", {"a": Ready("<b>x</b>")}, "he") == f"{FSI}<b>x</b>{PDI}"
    assert fill("{a}", {"a": Phone("116 123")}, "fa") == f"{LRI}116 123{PDI}"
    assert fill("{a}", {"a": 12}, "ur") == f"{LRI}12{PDI}"


def test_a_filled_text_inside_another_keeps_its_isolates() -> None:
    call = Ready(fill("اتصل بـ {number}", {"number": Phone("997")}, "ar"))

    assert fill("{call}", {"call": call}, "ar") == f"{FSI}اتصل بـ {LRI}997{PDI}{PDI}"


def test_a_line_that_begins_left_to_right_is_anchored() -> None:
    assert (
        bidi.anchor("<b>112</b> اتصل\nاتصل 112\n\n• ألم") == "\u200f<b>112</b> اتصل\nاتصل 112\n\n\u200f• ألم"
    )


@given(st.text(), st.text(), st.sampled_from(["en", "ar", "de"]))
def test_filling_never_raises_and_values_never_break_out(template: str, value: str, locale: str) -> None:
    fill(template, {"a": value}, locale)
    filled = fill("{a}", {"a": value}, locale)

    assert not re.search("[<>\u202a-\u202e\x00-\x1f\ud800-\udfff]", filled)
    assert bidi.problems(filled) == []
    assert "<" not in filled


@given(st.text(), st.lists(st.text()))
def test_checking_never_raises(template: str, names: list[str]) -> None:
    problems(template, names)
    bidi.problems(template)
    bidi.anchor(template)


@pytest.mark.parametrize("text", ["\u202eb", "\u2068b", "\u2069\u2068", "\u0000", "a\tb", "\ufeff", "\ud800"])
def test_bad_controls_in_a_shipped_text_are_found(text: str) -> None:
    assert bidi.problems(text)


def test_lists_and_numbers_follow_the_language() -> None:
    assert join_list([], "en") == ""
    assert join_list(["a"], "en") == "a"
    assert join_list(["a", "b"], "en") == "a and b"
    assert join_list(["a", "b", "c"], "de") == "a, b und c"
    assert join_list(["a", "b"], "en", "or") == "a or b"
    assert (number(12, "en"), number(1234.5, "de"), number(3.5, "en")) == ("12", "1.234,5", "3.5")
    assert (percentage(0.4, "en"), percentage(0.4, "fr")) == ("40%", "40\xa0%")
