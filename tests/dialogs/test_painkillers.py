"""Doses of painkillers: every reason for caution × every medicine × every group of countries, from the shipped data."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest

from dialogs.effects import Conclude, Say, ShowCard, ShowDose
from dialogs.events import Action
from dialogs.warning_signs import Finding, Level
from tests.support.talk import Talk, make_engine, shipped

PROTOCOL, LIBRARY = shipped()
ENGINE = make_engine()
MEDICINES = tuple(LIBRARY.medicines.medicines)
COUNTRIES = {"us_ca": "CA", "uk": "GB", "eu": "FR", "other": "IN", "unknown": "other"}

#: Where each reason for caution is told: at a checklist of the interview, at the painkiller questions, or as an age.
BODY = (
    "med_ulcer med_heart med_kidney_liver med_allergy_asthma med_bowel_lupus_pox med_pregnant med_alcohol "
    "med_low_weight"
).split()
TAKING = "med_thinners med_steroid_ssri med_other_nsaid med_paracetamol med_bp_lithium".split()
HISTORY = "trauma_anticoagulant steroid_long_term".split()
AGES = "60_64 65_69 70_plus".split()
PREGNANT = "first_trimester maybe recent_birth".split()
REASONS = [
    *[("medicine_body", reason) for reason in (*BODY, "not_sure")],
    *[("medicine_taking", reason) for reason in (*TAKING, "not_sure")],
    *[("health_history", reason) for reason in (*HISTORY, "not_sure")],
    *[("pregnancy_status", reason) for reason in PREGNANT],
    *[("age_band", reason) for reason in AGES],
]


def at_the_result(country: str = "GB", *, where: str = "", reason: str = "") -> Talk:
    """Somebody without anything urgent, who has this reason if it is one of the interview."""
    talk = Talk(ENGINE).begin(country=country, age=reason if where == "age_band" else "18_49")
    answers = {}
    if where == "health_history":
        answers["health_history"] = (reason, reason) if reason == "not_sure" else (reason,)
    if where == "pregnancy_status":
        answers |= {"belly_signs": ("pregnant",), "pregnancy_status": (reason,)}
    return talk.finish(**answers)


def asked_for(talk: Talk, medicine: str, *, where: str = "", reason: str = "") -> Talk:
    """Ask for a dose, and answer the painkiller questions that come."""
    talk.act(Action.DOSE, medicine)
    answers = {where: (reason,)} if where in QUESTIONS else {}
    for _ in range(6):
        if talk.asked not in QUESTIONS:
            break
        assert not talk.has(ShowCard)
        assert not talk.has(ShowDose)
        talk.answer(**answers)
    return talk


QUESTIONS = tuple(question.id for question in PROTOCOL.medicine)


def test_the_table_has_every_reason_that_can_be_told():
    told = {reason for where, reason in REASONS if where in QUESTIONS}
    options = {option.id for question in PROTOCOL.medicine for option in question.options}
    assert told - {"not_sure"} == options - {"medicine_overdose"}  # that one ends in an emergency


def test_every_country_group_is_in_the_table():
    groups = {LIBRARY.medicines.group(None if code == "other" else code) for code in COUNTRIES.values()}
    assert groups == {*LIBRARY.medicines.group_of.values(), "other"}


@pytest.mark.parametrize(("where", "reason"), REASONS, ids=lambda value: value)
def test_any_reason_for_caution_means_ask_first_and_no_dose_of_anything_anywhere(where, reason):
    for medicine, country in product(MEDICINES, COUNTRIES.values()):
        talk = at_the_result(country, where=where, reason=reason)
        if not talk.session.concluded or not _may_read(talk):
            assert asked_for(talk, medicine).all(ShowDose) == []
            continue
        asked_for(talk, medicine, where=where, reason=reason)
        assert talk.all(ShowDose) == [], (medicine, country)
        if talk.has(Conclude):  # not sure about having taken too many
            assert (talk.result, talk.all(ShowCard)) == ("emergency_today", [])
            continue
        (card,) = talk.all(ShowCard)
        assert card.card in ("painkillers_ask_first", "painkillers_pregnancy"), (medicine, country)
        assert card.dose == ""
        assert [say.phrase for say in talk.all(Say)] in (["painkillers.because"], ["painkillers.unsure"])
        if reason != "not_sure":
            named = talk.all(Say)[0].arguments["because"].split()
            assert {reason, where, "pregnant"} & set(named)
        assert talk.act(Action.DOSE, medicine).all(ShowDose) == []


def _may_read(talk: Talk) -> bool:
    return PROTOCOL.disposition(talk.session.concluded).self_care_allowed


@pytest.mark.parametrize(("group", "country"), COUNTRIES.items(), ids=COUNTRIES)
@pytest.mark.parametrize("medicine", MEDICINES)
def test_without_a_reason_the_label_of_the_country_is_shown(medicine, group, country):
    talk = asked_for(at_the_result(country), medicine)
    assert [card.dose for card in talk.all(ShowCard)] == [medicine]
    assert talk.act(Action.DOSE, medicine).all(ShowDose)[0].medicine == medicine
    dose = LIBRARY.medicines.dose(medicine, talk.session.country)
    assert dose.group == ("other" if group == "unknown" else group)


@pytest.mark.parametrize("medicine", MEDICINES)
def test_too_many_painkillers_is_an_emergency_and_no_card(medicine):
    talk = asked_for(at_the_result(), medicine, where="medicine_taking", reason="medicine_overdose")
    assert talk.result == "emergency_today"
    assert not talk.has(ShowCard)


@pytest.mark.parametrize("medicine", MEDICINES)
def test_nothing_about_a_medicine_before_the_danger_questions_are_done(medicine):
    for event in ("dose", "card", "question"):
        talk = Talk(ENGINE).begin()
        match event:
            case "dose":
                talk.act(Action.DOSE, medicine)
            case "card":
                talk.act(Action.CARD, medicine)
            case _:
                talk.type("how much can I take", medicine, "painkillers")
        assert not talk.has(ShowCard)
        assert not talk.has(ShowDose)
        assert talk.asked == "danger_now"


def test_somebody_pregnant_who_asks_about_ibuprofen_gets_the_pregnancy_answer():
    talk = at_the_result(where="pregnancy_status", reason="first_trimester")
    talk.type("can I take ibuprofen", "ibuprofen", "painkillers", "heat_and_cold")
    assert [card.card for card in talk.all(ShowCard)] == ["painkillers_pregnancy"]


def test_a_day_later_the_questions_come_again():
    talk = asked_for(at_the_result(), "ibuprofen").act(Action.DOSE, "ibuprofen")
    assert talk.has(ShowDose)
    talk.now += timedelta(hours=25)
    assert not talk.act(Action.DOSE, "ibuprofen").has(ShowDose)
    assert talk.asked == "medicine_body"


class Worried:
    """Hears an urgent sign in "thinner" and nothing else."""

    def find(self, text):
        if "thinner" not in text:
            return ()
        return (Finding(sign="weight_loss", level=Level.URGENT, tier="urgent_same_day", words=text),)


def overdosed() -> Talk:
    talk = Talk(make_engine(Worried())).begin().finish()
    return asked_for(talk, "ibuprofen", where="medicine_taking", reason="medicine_overdose")


def test_a_milder_sign_after_an_overdose_does_not_lower_the_advice():
    talk = overdosed().type("I got thinner")
    assert talk.result == "emergency_today"
    assert talk.session.shown == "emergency_today"


@pytest.mark.parametrize("after", [timedelta(minutes=5), timedelta(hours=30)])
def test_an_overdose_outlives_corrections_questions_and_the_night(after):
    talk = overdosed().type("can I take it with warfarin", "painkillers_ask_first")
    talk.now += after
    assert talk.act(Action.CHANGE, "duration").asked == "duration"
    assert talk.finish().result == "emergency_today"
