"""`steadyback ask` shows a writer what a question finds, and says in one sentence what it cannot use."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from bot.cli.main import cli


def ask(*arguments: str):
    return CliRunner().invoke(cli, ["ask", *arguments])


def test_the_best_cards_are_printed_with_their_scores_and_the_reason():
    result = ask("im preggnant, can i take ibuprofen?")

    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0].startswith("verdict    answered")
    assert "corrected  preggnant = pregnant" in result.output
    assert "preferred  painkillers_pregnancy" in result.output
    first = next(line for line in lines if line.startswith("  1 "))
    assert "painkillers_pregnancy" in first


def test_a_declined_question_says_so():
    assert "verdict    elsewhere" in ask("who won the football last night").output


@pytest.mark.parametrize("arguments", [("",), ("  ",), ("heat", "--locale", "xx")])
def test_bad_input_is_one_sentence(arguments):
    result = ask(*arguments)

    assert result.exit_code == 2
    assert len(result.output.strip().splitlines()) == 1
    assert result.output.startswith("Error: ")
