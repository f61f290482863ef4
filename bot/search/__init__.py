"""Finds the card that answers a typed question: a full-text index in memory per language, asked in the person's own words.

It decides neither what a person may read (`dialogs.education`) nor how it looks (`bot.rendering`).
"""

from bot.search.card_search import Answerable as Answerable
from bot.search.card_search import CardSearch as CardSearch
from bot.search.ranking import Found as Found

__all__ = ["Answerable", "CardSearch", "Found"]
