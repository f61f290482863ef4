"""A small library and lexicon, so that a test shows everything that its answer depends on."""

from __future__ import annotations

from dataclasses import replace

from bot.i18n.catalogs import Catalogs
from bot.i18n.registry import load_registry
from bot.search import CardSearch
from bot.search.lexicon import Asking, Lexicon, Preference
from content.library import Library
from content.model import Card, Topic
from tests.content import samples

LEXICON = Lexicon(
    stemmer="english",
    asking=Asking(opens=("should", "is"), holds=("can i", "what"), never=("is worse",)),
    same=(
        ("back", "spine"),
        ("warmth", "heat", "hot water bottle"),
        ("ibuprofen", "advil", "nurofen"),
        ("pregnant", "expecting"),
        ("walk", "stroll"),
        ("older", "i am 70"),
    ),
    preferences=(
        Preference(card="pregnancy", when=(("pregnant",), ("ibuprofen",)), unless=("spine",)),
        Preference(card="gone", when=(("walk",),)),
    ),
    asked={
        "walking": ("how far should i march", "is it ok to walk with my back", "can i walk"),
        "warm": ("should i heat my back", "do you help my back", "what can i do for my back"),
        "pills": ("can i take ibuprofen for it",),
        "-": (
            "football", "who won the football", "is football on", "knee", "sore knee", "what is the capital of france",
            "diabetes", "what is a diabetic person", "tell me a joke", "how far is the moon",
        ),
    },
)  # fmt: skip


def card(id_: str, title: str, body: str, *keywords: str) -> Card:
    return replace(samples.CARD, id=id_, title=title, body=body, keywords=keywords)


CARDS = (
    card("warm", "Try warmth", "Put a towel round it. Warmth may ease a sore back.", "heat pack", "hot bath"),
    card("walking", "Walking", "Start with five minutes. Your back likes it.", "stroll", "treadmill"),
    card("pills", "Ibuprofen", "Take it with food. Never with naproxen.", "anti inflammatory"),
    card("pregnancy", "When you are pregnant", "Do not take ibuprofen.", "expecting"),
)


def library(*cards: Card, order: tuple[str, ...] = ()) -> Library:
    """A library with these cards on one shelf in this order; those not named stand on none."""
    topics = (Topic(id="shelf", title="Shelf", cards=order),) if order else ()
    return replace(samples.library(*(cards or CARDS)), topics=topics)


def catalogs() -> Catalogs:
    return Catalogs(load_registry(), ())


def search(*cards: Card, lexicon: Lexicon = LEXICON, order: tuple[str, ...] = ()) -> CardSearch:
    return CardSearch(library(*cards, order=order), catalogs(), lambda _: lexicon)
