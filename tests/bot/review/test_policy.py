"""Strict shows nothing that nobody approved, and refuses to start where that would leave a danger unanswered."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path

import pytest

from bot import bootstrap
from bot.app.clocks import MovableClock
from bot.bootstrap import Dialog, build_application, load_dialog
from bot.i18n.registry import load_registry
from bot.review.policy import SAFETY_CARDS, served_languages, strict_refusal
from bot.review.records import Records
from bot.settings import Settings, SettingsError, read_settings
from bot.storage.memory import MemoryStore
from content.errors import ContentError
from content.ledger import Ledger
from content.model import Status
from content.review import Item
from dialogs.checks import check_structure
from dialogs.checks.report import Report
from tests.bot.i18n.samples import language
from tests.bot.review import approved

STRICT = read_settings({"REVIEW_POLICY": "strict"}, Path("/nowhere"))
Load = Callable[..., Dialog]


@pytest.fixture
def load(shipped: Records, monkeypatch: pytest.MonkeyPatch) -> Load:
    """Loads the dialog as if everything were approved, but for some ids."""

    def load_all_but(*but: str, settings: Settings = STRICT, retired: Collection[str] = ()) -> Dialog:
        cards = {id_.removeprefix("card.") for id_ in but}
        library = approved.library(shipped, but=cards)
        kept = dict(library.cards_by_id)
        for id_ in retired:
            kept[id_] = replace(kept[id_], review=replace(kept[id_].review, status=Status.RETIRED))
        library = replace(library, cards_by_id=kept)
        monkeypatch.setattr(bootstrap, "load_library", lambda: library)
        monkeypatch.setattr(
            bootstrap, "read_ledger", lambda: approved.ledger(shipped.items.values(), but=but)
        )
        return load_dialog(settings)

    return load_all_but


# -- settings --------------------------------------------------------------------------------------------------
def test_drafts_are_shown_unless_somebody_says_strict() -> None:
    assert read_settings({}, Path("/nowhere")).review_policy == "drafts"
    assert read_settings({"REVIEW_POLICY": "Strict"}, Path("/nowhere")).review_policy == "strict"


def test_another_policy_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(SettingsError, match="REVIEW_POLICY must be drafts or strict, not 'strickt'"):
        read_settings({"REVIEW_POLICY": "strickt"}, Path("/nowhere"))


# -- what strict refuses ---------------------------------------------------------------------------------------
def test_strict_refuses_what_ships_in_one_sentence_that_counts(shipped: Records) -> None:
    with pytest.raises(SettingsError) as error:
        load_dialog(STRICT)
    said = str(error.value)

    assert said.startswith(f"REVIEW_POLICY=strict: {len(shipped.words.protocol.questions)} questions, ")
    for part in (
        "36 rules",
        "safety phrases",
        "7 results",
        "red flags",
        "1 language",
        "card.when_to_get_help",
    ):
        assert part in said
    assert said.endswith("approve them with `steadyback review approve` or set REVIEW_POLICY=drafts")
    assert "\n" not in said


def test_a_fully_approved_chat_starts_and_shows_everything(load: Load, shipped: Records) -> None:
    dialog = load()

    assert dialog.strict
    assert set(dialog.words.library.cards_by_id) == set(shipped.words.library.cards_by_id)
    assert len(dialog.words.library.plan) == len(shipped.words.library.plan)
    assert dialog.words.catalogs.offered == ("en",)


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        ("question.ces_bowel", "1 question is a draft"),
        ("rule.R04", "1 rule is a draft"),
        ("result.self_care", "1 result is a draft"),
        ("phrase.safety_net", "1 safety phrase is a draft"),
        ("lexicon.en", "1 list of warning words is a draft"),
        ("lexicon.signs", "1 list of warning words is a draft"),
        ("locale.en", "1 language is a draft"),
        *((f"card.{card}", f"the safety card card.{card} is a draft") for card in SAFETY_CARDS),
    ],
)
def test_a_single_draft_that_no_answer_is_safe_without_stops_the_start(
    draft: str, said: str, load: Load
) -> None:
    with pytest.raises(SettingsError, match=f"REVIEW_POLICY=strict: {said}"):
        load(draft)


@pytest.mark.parametrize("draft", ["card.heat_and_cold", "dose.ibuprofen.uk", "phrases"])
def test_a_draft_that_can_be_left_out_is_left_out(draft: str, load: Load) -> None:
    library = load(draft).words.library

    assert draft.removeprefix("card.") not in library.cards_by_id
    if draft.startswith("dose."):
        assert library.medicines.dose("ibuprofen", "GB").group == "other"


def test_a_default_language_needs_its_own_approval_and_that_of_english(shipped: Records) -> None:
    german = replace(shipped.item("locale.en"), id="locale.de")
    items: list[Item] = [german]

    assert strict_refusal(items, "en") == ""
    assert "1 language is a draft" in strict_refusal(items, "de")
    assert "2 languages" in strict_refusal([german, shipped.item("locale.en")], "de")


def test_an_application_never_runs_strict_on_words_that_were_loaded_with_drafts() -> None:
    with pytest.raises(SettingsError, match="cannot be kept"):
        build_application(load_dialog(), MemoryStore(), {}, MovableClock(), STRICT)


# -- what strict leaves ----------------------------------------------------------------------------------------
def test_with_only_the_safety_cards_approved_the_chat_still_hangs_together(
    load: Load, shipped: Records
) -> None:
    gone = [card for card in shipped.words.library.cards_by_id if card not in SAFETY_CARDS]
    dialog = load(*(f"card.{card}" for card in gone))
    report = Report()
    check_structure(
        dialog.engine.protocol,
        report,
        citations=dialog.words.library.citations_by_key,
        cards=dialog.engine.cards,
    )

    assert report.findings == []
    assert set(dialog.engine.cards) == set(SAFETY_CARDS) & set(shipped.words.library.cards_by_id)
    assert {id_ for topic in dialog.words.library.topics for id_ in topic.cards} == set(dialog.engine.cards)
    assert all(step.card in (None, *dialog.engine.cards) for step in dialog.words.library.plan)
    assert all(
        other in dialog.engine.cards for card in dialog.engine.cards.values() for other in card.related
    )


# -- what no policy shows --------------------------------------------------------------------------------------
def test_a_retired_card_is_shown_to_nobody_even_with_drafts(load: Load) -> None:
    drafts = replace(STRICT, review_policy="drafts")
    library = load(settings=drafts, retired=["heat_and_cold"]).words.library

    assert "heat_and_cold" not in library.cards_by_id
    assert all("heat_and_cold" not in topic.cards for topic in library.topics)


@pytest.mark.parametrize("policy", ["drafts", "strict"])
def test_a_retired_safety_card_stops_the_start_under_any_policy(policy: str, load: Load) -> None:
    with pytest.raises(ContentError, match="safety cards when_to_get_help are retired"):
        load(settings=replace(STRICT, review_policy=policy), retired=["when_to_get_help"])


# -- languages -------------------------------------------------------------------------------------------------
def test_strict_believes_the_ledger_and_not_the_registry() -> None:
    nothing = Ledger(author="A writer", reviews={})
    claims = {"de": replace(language("de"), status=Status.ACTIVE)}

    assert served_languages(claims, nothing, strict=True)["de"].status is Status.DRAFT
    assert served_languages(claims, nothing, strict=False)["de"].status is Status.ACTIVE


def test_a_retired_language_is_offered_to_nobody(shipped: Records) -> None:
    review = replace(approved.approval(shipped.item("locale.en")), status=Status.RETIRED)
    ledger = Ledger(author="A writer", reviews={"locale.de": review})
    languages = {**load_registry(), "de": language("de")}

    assert served_languages(languages, ledger, strict=False)["de"].status is Status.RETIRED
