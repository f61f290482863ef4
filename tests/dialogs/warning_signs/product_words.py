"""Every sentence that the product itself says and a person may type back, with whether it may raise a warning sign.

By rule, what may: everything of a danger question or of a result, the names of red flags, cards of risk class `red_flag`
(body and keywords), and a line of another card, or a phrase, that says when to get help, with the list
under it. A card's title never may.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from content.library import ROOT, load_library
from content.model import RiskClass
from dialogs.loader import load_protocol

_MARKUP = re.compile(r"<[^>]+>|\*\*|[{}]")
#: A line with one of these names a danger in order to say when to get help.
_WHEN_TO_GET_HELP = re.compile(
    r"doctor|help|emergenc|ambulance|hospital|midwife|pharmacist|\bcall\b|urgent|warning|danger|\bstop\b|nurse|ask",
    re.I,
)


class Said(NamedTuple):
    where: str
    text: str
    may_fire: bool


@cache
def product_words() -> tuple[Said, ...]:
    return tuple(said for said in (*_questions(), *_phrases(), *_cards()) if said.text.strip())


def _questions() -> Iterator[Said]:
    for question in load_protocol().questions:
        texts = [question.name, question.prompt, question.prompt_caregiver, question.why]
        texts += [question.clarify, question.clarify_caregiver]
        texts += [
            text for option in question.options for text in (option.label, option.label_caregiver or "")
        ]
        danger = question.danger or question.part.value in ("doubt", "medicine") or question.id == "consent"
        yield from (Said(f"question {question.id}", _plain(text), danger) for text in texts)


def _phrases() -> Iterator[Said]:
    phrases = tomllib.loads((ROOT / "phrases.toml").read_text("utf-8"))["phrases"]
    for slug, phrase in phrases.items():
        button = slug.startswith("button.")
        text = _plain(phrase["text"])
        yield Said(f"phrase {slug}", text, not button and bool(_WHEN_TO_GET_HELP.search(text)))


def _cards() -> Iterator[Said]:
    for card in load_library().cards:
        red = card.review.risk_class is RiskClass.RED_FLAG
        yield Said(f"title of {card.id}", card.title, False)
        yield from (Said(f"keyword of {card.id}", word, red) for word in card.keywords)
        warns = False
        for line in card.body.splitlines():
            text = _plain(line)
            if line.startswith("- "):  # a list of signs under "Get help if:"
                warns = warns or bool(_WHEN_TO_GET_HELP.search(text))
            elif text.strip():
                warns = bool(_WHEN_TO_GET_HELP.search(text))
            yield Said(f"{'exercise' if card.exercise else 'body of'} {card.id}", text, red or warns)


def _plain(text: str) -> str:
    return _MARKUP.sub("", text)
