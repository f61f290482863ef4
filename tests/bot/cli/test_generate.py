"""The generated pages are current, say everything, and notice when a word changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.cli.generate import pages, run_catalogs, run_protocol, stale_pages, write_pages
from dialogs.loader import load_protocol

PROTOCOL = load_protocol()


def reworded(**changes):
    """The protocol with changes to the question about pee."""
    questions = (replace(q, **changes) if q.id == "ces_urinary" else q for q in PROTOCOL.questions)
    return replace(PROTOCOL, questions=tuple(questions))


def test_the_pages_in_the_repository_are_current():
    assert stale_pages(PROTOCOL) == []


def test_a_changed_word_is_named(tmp_path):
    write_pages(PROTOCOL, tmp_path)
    problems = stale_pages(reworded(why="Because of something else."), tmp_path)
    assert any("+  > Because of something else." in problem for problem in problems)
    assert all(problem.startswith("docs/clinical/protocol.md: ") for problem in problems)


def test_a_changed_graph_makes_the_diagram_stale(tmp_path):
    write_pages(PROTOCOL, tmp_path)
    problems = stale_pages(reworded(id="ces_pee"), tmp_path)
    assert {"docs/clinical/interview.mmd", "docs/clinical/interview.md"} <= {
        p.split(":")[0] for p in problems
    }


def test_missing_pages_are_named(tmp_path):
    problems = stale_pages(PROTOCOL, tmp_path)
    assert problems == [f"{name}: is not there" for name in pages(PROTOCOL)]


def test_written_pages_are_current_and_the_same_every_time(tmp_path):
    write_pages(PROTOCOL, tmp_path)
    assert stale_pages(PROTOCOL, tmp_path) == []
    assert pages(PROTOCOL) == pages(load_protocol())


@pytest.fixture(scope="module")
def page():
    return pages(PROTOCOL)["docs/clinical/protocol.md"]


def test_the_page_says_first_that_it_is_a_draft(page):
    head = page.split("## ")[0]
    assert PROTOCOL.version in head
    assert "Draft: no clinician has approved this text" in head


def test_the_page_leaves_nothing_out_that_a_patient_may_read(page):
    flat = page.replace("<br>\n  > ", "\n").replace("<br>", "\n")
    for question in PROTOCOL.questions:
        for text in (question.why, question.clarify, question.clarify_caregiver):
            assert text in flat
        assert all(option.label in flat for option in question.options)
    for result in PROTOCOL.dispositions:
        for text in result.texts:
            assert all(words in flat for words in (text.do, text.do_caregiver, text.say, text.say_caregiver))


def test_every_rule_flag_and_result_has_its_place(page):
    assert all(f"### {rule.id} " in page for rule in PROTOCOL.rules)
    assert all(f"`{flag.id}` |" in page for flag in PROTOCOL.red_flags)
    assert all(f"### `{result.id}`" in page for result in PROTOCOL.dispositions)


def test_drawing_prints_the_diagram(capsys):
    assert run_protocol(draw=True, update=False)
    assert capsys.readouterr().out.startswith("stateDiagram-v2")


def test_the_commands_say_that_all_is_current(capsys):
    assert run_protocol(draw=False, update=False)
    assert run_catalogs(update=False), capsys.readouterr().out
