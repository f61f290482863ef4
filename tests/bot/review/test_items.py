"""Everything that a person may read is an item, and whatever changes what it says or does changes its hash."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.i18n.phrases import Phrase
from bot.i18n.registry import Language
from bot.i18n.sources import shipped_sources
from bot.review.items import lexicon_items, locale_item, phrase_items, protocol_items
from bot.review.provenance import item_id
from bot.review.records import Records
from content.ledger import Ledger
from content.model import Status
from content.review import Item, Kind, Standing
from dialogs.conditions import Is
from dialogs.protocol import Option, Protocol
from tests.bot.i18n.samples import language

NOTHING = Ledger(author="A writer", reviews={})


def hashes(items: Iterable[Item]) -> dict[str, str]:
    return {item.id: item.hash for item in items}


def changed(before: Protocol, after: Protocol) -> set[str]:
    """The ids of the items that differ."""
    one, other = hashes(protocol_items(before, NOTHING)), hashes(protocol_items(after, NOTHING))
    return {id_ for id_ in one.keys() | other.keys() if one.get(id_) != other.get(id_)}


def test_every_kind_is_there_and_no_id_is_used_twice(shipped: Records) -> None:
    counts = Counter(item.kind for item in shipped.items.values())
    words = shipped.words

    assert set(counts) == set(Kind)
    assert counts[Kind.QUESTION] == len(words.protocol.questions)
    assert counts[Kind.RULE] == len(words.protocol.rules)
    assert counts[Kind.RED_FLAG] == len(words.protocol.red_flags)
    assert counts[Kind.DISPOSITION] == len(words.protocol.dispositions)
    assert counts[Kind.CARD] == len(words.library.cards)
    assert counts[Kind.STEP] == len(words.library.plan)
    assert counts[Kind.PHRASE] == sum(phrase.safety for phrase in words.phrases.values()) + 1
    assert counts[Kind.LEXICON] >= 2
    assert counts[Kind.LOCALE] == len(shipped.languages)


def test_nothing_ships_as_approved(shipped: Records) -> None:
    assert {item.standing for item in shipped.items.values()} == {Standing.DRAFT}
    assert all(item.review.author for item in shipped.items.values())


def test_every_text_that_is_translated_belongs_to_an_item(shipped: Records) -> None:
    contexts = [source.context for source in shipped_sources() if not source.context.startswith("topic.")]
    options = [context for context in contexts if context.startswith("option.")]

    assert [context for context in contexts if context not in options and not item_id(context, shipped)] == []
    assert all(f"question.{context.split('.')[1]}" in shipped.items for context in options)


def test_what_has_to_be_looked_at_every_year(shipped: Records) -> None:
    yearly = {item.kind for item in shipped.items.values() if item.yearly}
    always = {item.kind for item in shipped.items.values()} - {
        item.kind for item in shipped.items.values() if not item.yearly
    }

    assert always == {Kind.RULE, Kind.RED_FLAG, Kind.DOSE, Kind.LOCALE}
    assert yearly - always == {Kind.QUESTION, Kind.CARD}
    for question in shipped.words.protocol.questions:
        assert shipped.item(f"question.{question.id}").yearly == question.danger


def test_a_result_rests_on_the_rules_that_lead_to_it(shipped: Records) -> None:
    citations = shipped.item("result.emergency_today").citations

    assert "girft_2023" in citations
    assert len(set(citations)) == len(citations)


# -- hashes ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "change",
    [
        {"name": "Something else"},
        {"prompt": "Something else?"},
        {"prompt_caregiver": "Something else?"},
        {"why": "Because."},
        {"clarify": "Such as this."},
        {"clarify_caregiver": "Such as this."},
        {"because": "something else"},
        {"danger": False},
        {"skippable": True},
        {"finish_first": True},
        {"sensitive": False},
        {"stands_for": ("ces_urinary",)},
        {"ask_when": Is("voice", frozenset({"self"}))},
        {"citations": ("nhs_back_pain",)},
        {"options": (Option(id="a", label="A", label_caregiver=None, because=None, at_least=None),)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_any_change_to_a_question_lapses_its_approval_and_no_other(
    change: dict[str, Any], shipped: Records
) -> None:
    protocol = shipped.words.protocol
    questions = tuple(replace(q, **change) if q.id == "ces_bowel" else q for q in protocol.questions)

    assert changed(protocol, replace(protocol, questions=questions)) == {"question.ces_bowel"}


def test_an_internal_note_lapses_nothing(shipped: Records) -> None:
    protocol = shipped.words.protocol
    questions = tuple(replace(q, note="For translators.") for q in protocol.questions)

    assert changed(protocol, replace(protocol, questions=questions)) == set()


def test_any_change_to_an_options_words_lapses_its_question(shipped: Records) -> None:
    protocol = shipped.words.protocol
    for field in ("id", "label", "label_caregiver", "because"):
        questions = tuple(
            replace(q, options=(replace(q.options[0], **{field: "else"}), *q.options[1:]))
            if q.id == "age_band"
            else q
            for q in protocol.questions
        )
        assert changed(protocol, replace(protocol, questions=questions)) == {"question.age_band"}, field


def test_any_change_to_a_rule_lapses_its_approval(shipped: Records) -> None:
    protocol = shipped.words.protocol
    rule = next(rule for rule in protocol.rules if rule.id == "R04")
    case = rule.cases[0]
    for other in (
        replace(rule, title="Something else"),
        replace(rule, otherwise=True),
        replace(rule, citations=("nhs_back_pain",)),
        replace(rule, cases=(replace(case, category="chronic"), *rule.cases[1:])),
        replace(rule, cases=(replace(case, when=Is("voice", frozenset({"self"}))), *rule.cases[1:])),
    ):
        rules = tuple(other if each.id == "R04" else each for each in protocol.rules)
        assert "rule.R04" in changed(protocol, replace(protocol, rules=rules))


def test_any_change_to_a_red_flag_lapses_its_approval(shipped: Records) -> None:
    protocol = shipped.words.protocol
    flag = protocol.red_flags[0]
    for other in (
        replace(flag, name="Else"),
        replace(flag, tier="self_care"),
        replace(flag, sign="else"),
        replace(flag, raised_by=Is("voice", frozenset({"self"}))),
        replace(flag, citations=("else",)),
    ):
        flags = (other, *protocol.red_flags[1:])
        assert changed(protocol, replace(protocol, red_flags=flags)) == {f"red_flag.{flag.id}"}


def test_any_change_to_a_result_lapses_its_approval(shipped: Records) -> None:
    protocol = shipped.words.protocol
    result = protocol.disposition("self_care")
    text = result.texts[0]
    others = [
        replace(text, **{field: "else"}) for field in ("do", "say", "avoid", "do_caregiver", "say_caregiver")
    ]
    others += [replace(text, avoid_caregiver="else"), replace(text, when=Is("voice", frozenset({"self"})))]
    for other in [replace(result, texts=(each, *result.texts[1:])) for each in others] + [
        replace(result, rank=1)
    ]:
        results = tuple(other if each.id == "self_care" else each for each in protocol.dispositions)
        assert changed(protocol, replace(protocol, dispositions=results)) == {"result.self_care"}


def test_the_same_protocol_always_has_the_same_hashes(shipped: Records) -> None:
    assert (
        shipped.item("rule.R04").hash == hashes(protocol_items(shipped.words.protocol, NOTHING))["rule.R04"]
    )
    assert all(len(item.hash) == 16 for item in shipped.items.values())


# -- phrases, word lists, languages ----------------------------------------------------------------------------
def phrase(slug: str, text: str, *, safety: bool) -> Phrase:
    return Phrase(id=slug, text=text, one=None, note="", safety=safety)


def test_safety_phrases_are_approved_one_by_one_and_the_rest_together() -> None:
    def of(*phrases: Phrase) -> dict[str, str]:
        return hashes(phrase_items(phrases, NOTHING))

    danger, one, two = (
        phrase("danger", "Go now.", safety=True),
        phrase("one", "One", safety=False),
        phrase("two", "Two", safety=False),
    )
    before = of(danger, one, two)

    assert list(before) == ["phrase.danger", "phrases"]
    assert of(danger, one, replace(two, text="Too")).items() - before.items() == {
        ("phrases", of(one, replace(two, text="Too"))["phrases"])
    }
    assert of(replace(danger, text="Wait."), one, two)["phrase.danger"] != before["phrase.danger"]


def test_a_list_of_warning_words_lapses_with_its_words_but_not_with_its_comments(tmp_path: Path) -> None:
    path = tmp_path / "en.toml"

    def hash_of(text: str) -> str:
        path.write_text(text, encoding="utf-8")
        [item] = lexicon_items(NOTHING, tmp_path)
        return item.hash

    before = hash_of('# a comment\nslips = ["numb"]\n')
    assert hash_of('# another comment\n\nslips = ["numb"]\n') == before
    assert hash_of('slips = ["dumb"]\n') != before


def test_a_language_lapses_when_a_word_of_it_changes_or_becomes_doubtful(tmp_path: Path) -> None:
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    german = language("de")

    def hash_of(text: str) -> str:
        (folder / "messages.po").write_text(text, encoding="utf-8")
        return locale_item(german, NOTHING, tmp_path).hash

    before = hash_of('"PO-Revision-Date: 1"\n\n#: a.py\nmsgid "a"\nmsgstr "b"\n')
    assert hash_of('"PO-Revision-Date: 2"\nmsgid "a"\nmsgstr "b"\n') == before
    assert hash_of('#, fuzzy\nmsgid "a"\nmsgstr "b"\n') != before
    assert hash_of('msgid "a"\nmsgstr "c"\n') != before


def test_a_language_that_the_registry_has_retired_is_retired(tmp_path: Path) -> None:
    gone: Language = replace(language("de"), status=Status.RETIRED)

    assert locale_item(gone, NOTHING, tmp_path).standing is Standing.RETIRED
