"""What `REVIEW_POLICY` lets people see: which languages are offered, and when a start is refused.

What a policy leaves of the library is decided in `content.review`; this adds what cannot be left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.i18n.locale_data import SOURCE
from bot.i18n.registry import Language
from bot.review.items import OTHER_PHRASES, locale_item
from content.ledger import Ledger
from content.library import Library
from content.model import Status
from content.review import Item, Kind, Standing
from dialogs.education import NEEDED

#: Cards without which a dangerous answer would stay unanswered.
SAFETY_CARDS = tuple(dict.fromkeys((*NEEDED, "too_many_painkillers")))

#: The list of warning words that serves every language.
_SIGNS = "signs"

#: What a conversation cannot do without, each with its name for one and for several.
_NEEDED_KINDS = {
    Kind.QUESTION: ("question", "questions"),
    Kind.RULE: ("rule", "rules"),
    Kind.RED_FLAG: ("red flag", "red flags"),
    Kind.DISPOSITION: ("result", "results"),
    Kind.PHRASE: ("safety phrase", "safety phrases"),
    Kind.LEXICON: ("list of warning words", "lists of warning words"),
    Kind.LOCALE: ("language", "languages"),
}


def strict_refusal(items: Iterable[Item], locale: str) -> str:
    """Why `REVIEW_POLICY=strict` cannot start in this default language, in one sentence; "" = it can.

    English is needed too: every other language falls back to it.
    """
    drafts = [
        item for item in items if item.standing is not Standing.ACTIVE and _is_needed(item, {locale, SOURCE})
    ]
    counts = [
        f"{number} {names[number > 1]}"
        for kind, names in _NEEDED_KINDS.items()
        if (number := sum(item.kind is kind for item in drafts))
    ]
    cards = [item.id for item in drafts if item.kind is Kind.CARD]
    if cards:
        counts.append(f"the safety {'card' if len(cards) == 1 else 'cards'} {' '.join(cards)}")
    if not counts:
        return ""
    return (
        f"REVIEW_POLICY=strict: {_joined(counts)} {'is a draft' if len(drafts) == 1 else 'are drafts'}: "
        "approve them with `steadyback review approve` or set REVIEW_POLICY=drafts"
    )


def is_indispensable(item: Item) -> bool:
    """True for what no conversation can do without, so that it cannot be retired, only changed."""
    return item.id == OTHER_PHRASES or _is_needed(item, {SOURCE})


def retired_safety_cards(library: Library) -> str:
    """Why no policy can start without these cards, in one sentence; "" = none of them is retired."""
    gone = [
        card_id
        for card_id in SAFETY_CARDS
        if (card := library.cards_by_id.get(card_id)) is not None and card.review.status is Status.RETIRED
    ]
    if not gone:
        return ""
    return f"the safety cards {' '.join(gone)} are retired, and no answer is safe without them: set their status to draft"


def served_languages(
    languages: Mapping[str, Language], ledger: Ledger, *, strict: bool
) -> Mapping[str, Language]:
    """The registry with each language's status as the ledger has it; `strict` believes nothing else."""
    return {tag: _served(language, ledger, strict=strict) for tag, language in languages.items()}


def _served(language: Language, ledger: Ledger, *, strict: bool) -> Language:
    if ledger.review(f"{Kind.LOCALE}.{language.tag}").status is Status.RETIRED:
        return replace(language, status=Status.RETIRED)
    if not strict or language.status is Status.RETIRED:
        return language
    is_approved = locale_item(language, ledger).standing is Standing.ACTIVE
    return replace(language, status=Status.ACTIVE if is_approved else Status.DRAFT)


def _is_needed(item: Item, locales: set[str]) -> bool:
    name = item.id.partition(".")[2]
    match item.kind:
        case Kind.CARD:
            return name in SAFETY_CARDS
        case Kind.LOCALE:
            return name in locales
        case Kind.LEXICON:
            return name in {*locales, _SIGNS}
        case _:
            return item.kind in _NEEDED_KINDS and item.id != OTHER_PHRASES


def _joined(parts: list[str]) -> str:
    return " and ".join(part for part in (", ".join(parts[:-1]), parts[-1]) if part)
