"""Pages of the library: what stands around a card, whose country a dose follows, and what is said about approval."""

from __future__ import annotations

from dataclasses import replace as changed
from datetime import date

from bot.messages import MessageKind
from bot.rendering.backing import Backing, Provenance
from bot.rendering.renderer import Renderer
from content.markup import plain
from content.plan import When
from content.review import Standing
from dialogs.effects import SafetyNet, ShowCard, ShowDose, ShowPlan, ShowSources, ShowTopic
from dialogs.plan import Plan
from tests.bot.rendering.pages import PERSON, RENDERER, WORDS, rendered, session

DRAFT = WORDS.phrases["draft"].text
PLAN = Plan(today=("move_today",), week=(), later=(), because=("stenosis",), left_out=())


def labels(message) -> list[str]:
    return [button.label for row in message.buttons for button in row]


def approved_by(name: str) -> Renderer:
    def provenance(item: str) -> Provenance:
        return Provenance(
            item=item,
            standing=Standing.ACTIVE,
            hash="0123456789abcdef",
            endorser=name,
            approval_date=date(2026, 11, 1),
            review_by=date(2027, 11, 1),
            citations=(WORDS.library.citation("pace_2014"),),
        )

    return changed(RENDERER, backing=Backing(provenance=provenance, results_approved=lambda: True))


def test_an_exercise_comes_with_its_moving_picture_and_what_it_shows():
    message = rendered(ShowCard(card="knee_roll", ask=1))
    assert (message.kind, message.picture) == (MessageKind.PICTURE, "knee_roll.gif")
    assert message.alt == WORDS.library.exercises_by_id["knee_roll"].alt
    assert "Show a still picture" in labels(message)


def test_the_still_picture_offers_no_stiller_one():
    message = rendered(ShowCard(card="knee_roll", ask=1, still=True))
    assert message.picture == "knee_roll.png"
    assert "Show a still picture" not in labels(message)


def test_other_cards_have_no_picture():
    message = rendered(ShowCard(card="sleep", ask=1))
    assert (message.kind, message.picture, message.alt) == (MessageKind.CARD, "", "")


def test_an_answer_can_be_called_wrong_and_offers_two_others():
    message = rendered(ShowCard(card="sleep", ask=1, others=("mattress", "stress"), is_answer=True))
    assert labels(message)[:3] == [
        WORDS.library.card("mattress").title,
        WORDS.library.card("stress").title,
        "That is not what I meant",
    ]


def test_the_library_is_not_offered_among_the_questions():
    assert "More topics" in labels(rendered(ShowCard(card="sleep", ask=1)))
    assert "More topics" not in labels(rendered(ShowCard(card="sleep", ask=1, menu=False)))


def test_a_caregiver_is_told_whom_a_card_is_for():
    assert "for the person in pain" in rendered(ShowCard(card="sleep", ask=1), voice="caregiver").text
    assert "for the person in pain" not in rendered(ShowCard(card="sleep", ask=1)).text


def test_a_dose_follows_the_country_of_the_person():
    ids = {
        country: rendered(ShowDose(medicine="ibuprofen", ask=1), country=country).id
        for country in ("GB", "CA", "FR", "IN", "other")
    }
    assert ids == {
        "GB": "dose.ibuprofen.uk",
        "CA": "dose.ibuprofen.us_ca",
        "FR": "dose.ibuprofen.eu",
        "IN": "dose.ibuprofen.other",
        "other": "dose.ibuprofen.other",
    }


def test_the_painkiller_card_leads_to_every_medicine():
    titles = {WORDS.library.card(medicine).title for medicine in WORDS.library.medicines.medicines}
    assert titles <= set(labels(rendered(ShowCard(card="painkillers", ask=1))))


def test_a_plan_says_why_it_looks_as_it_does():
    message = rendered(ShowPlan(plan=PLAN, part=When.TODAY, cards=(), ask=1))
    assert "because you told us about: leg pain that comes on walking" in message.text


def test_a_caregivers_plan_speaks_of_the_person_they_care_for():
    step = next(step for step in WORDS.library.plan if step.text_caregiver)
    plan = changed(PLAN, **{step.when.value: (step.id,)})
    effect = ShowPlan(plan=plan, part=step.when, cards=(), ask=1)
    assert step.text_caregiver in rendered(effect, voice="caregiver").text
    assert step.text in rendered(effect).text


def test_an_empty_shelf_says_so():
    assert "nothing here" in rendered(ShowTopic(topic="exercises", cards=(), ask=1)).text


def test_sources_name_the_study_the_version_and_that_it_is_a_draft():
    renderer = changed(RENDERER, backing=Backing(provenance=lambda item: _draft(item)))
    (message,) = renderer.render(PERSON, session(), [ShowSources(items=("card.paracetamol",), ask=1)])
    assert WORDS.library.citation("pace_2014").title in plain(message.text)
    assert "draft, version 01234567" in message.text


def _draft(item: str) -> Provenance:
    found = approved_by("Dr Example").backing.provenance(item)
    assert found is not None
    return changed(found, standing=Standing.DRAFT, endorser=None, approval_date=None)


def test_approved_words_name_who_and_when_and_carry_no_draft_line():
    renderer = approved_by("Dr Example, GP")
    effects = [
        ShowSources(items=("card.paracetamol",), ask=1),
        ShowDose(medicine="ibuprofen", ask=1),
        ShowPlan(plan=PLAN, part=When.LATER, cards=(), ask=1),
        SafetyNet(ask=1, self_care=True),
    ]
    texts = [message.text for message in renderer.render(PERSON, session(), effects)]
    assert "Approved by Dr Example, GP on November 1, 2026" in texts[0]
    assert [DRAFT in text for text in texts] == [False] * 4


def test_unapproved_words_say_so():
    for effect in (
        ShowCard(card="sleep", ask=1),
        SafetyNet(ask=1, self_care=True),
        ShowDose(medicine="ibuprofen", ask=1),
    ):
        assert DRAFT in rendered(effect).text


def test_without_a_card_or_a_question_sources_explain_themselves():
    assert "names its source" in rendered(ShowSources(items=(), ask=1)).text
