"""Words that frighten, brush off or promise are found, and their honest neighbours are let through."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from content.checks.wording import banned_texts, banned_words, wording
from content.errors import BadField
from tests.content.samples import STEP, card, dose, full_library, library, shelf

BANNED = """
You have a slipped disc.|Slipped disks heal.|It is wear and tear.|Bad posture did it.|Moving does permanent damage.
Your spine is crumbling.|A bone is out of place.|Your hips are out of alignment.|Core weakness is the cause.
You have weak back muscles.|You have a bad back.|You could end up in a wheelchair.
Don't worry.|Don’t worry.|Do not worry.|There is nothing to worry about.|It is all in your head.|Just push through.
There is nothing wrong with your back.
This cures back pain.|We guarantee it.|This is completely safe.|It has no side effects.|There is no risk.
It will go away.|Your back will heal.|You will be fine.|This works for everyone.|It is proven to heal.
Yoga fixes your back.|Get instant relief.
You need a scan.|You should have an MRI.|You need surgery.|You must have a trapped nerve.
Take an NSAID.|An analgesic helps.|Your lumbar spine is stiff.|Do you urinate often?|Take 400 mg.|Take 2 tablets.
This is rare.|It rarely hurts.
""".replace("\n", "|")

FINE = """
This is rare: 1 in 100 people.|Ask the doctor.|I worry.|200 mgs|No painkiller is completely safe.
Painkillers do not cure back pain.|Nobody can guarantee it.|It does not mean that you need a scan.
No treatment helps everyone, and none works for everybody.|Some people do not need surgery.|A cold pack may help.
Most people are much better after six weeks.|Hold the core of the apple.|Nothing helped, and it went away.
Keep your head in line.|Your alarm may be too loud.|No pill heals your back.|You are fine to walk.
""".replace("\n", "|")


@pytest.mark.parametrize("said", [said for said in BANNED.split("|") if said])
def test_each_banned_word_is_found_in_body_and_title(said: str) -> None:
    assert banned_texts(library(card(body=f"Walk a little. {said}")))
    assert banned_texts(library(card(title=said)))


@pytest.mark.parametrize("said", [said for said in FINE.split("|") if said])
def test_words_that_only_look_banned_are_let_through(said: str) -> None:
    assert banned_words("x", said) == []


def test_a_denial_counts_in_its_own_sentence_and_before_the_promise_only() -> None:
    assert banned_words("x", "It is not hard. It cures back pain.")
    assert banned_words("x", "It cures back pain, not knee pain.")


def test_a_promise_in_a_plan_step_is_found() -> None:
    [problem] = banned_texts(full_library(plan=(replace(STEP, text="Walk: it cures back pain."),)))

    assert problem.startswith("plan.toml: walk_today")


def test_only_a_label_dose_may_hold_a_dose() -> None:
    said = "Take 2 tablets of 100 mg."

    assert banned_texts(library(card(body=said)))
    assert banned_texts(full_library(medicines=shelf(dose(), dose("uk", said)))) == []


def test_every_banned_word_says_what_to_write_instead() -> None:
    assert len(wording().banned) > 25
    assert all(len(banned.instead) > 10 for banned in wording().banned)


def test_a_misspelt_field_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "wording.toml"
    path.write_text("denying = []\ndanger = []\n[[banned]]\nwords = 'x'\nin_stead = 'y'\n", encoding="utf-8")

    with pytest.raises(BadField, match="instead"):
        wording(path)
