"""What a translation must keep of its source: placeholders, tags, numbers, commands, list lines and lengths.

Babel checks none of these. Whether the words are right is for the reviewers.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from bot.i18n import bidi
from bot.i18n.formats import placeholders, problems
from bot.i18n.sources import Source
from content import markup
from content.errors import BadMarkup

#: Longest text by the end or start of its context, in UTF-16 units; the first that fits counts.
_LIMITS = (
    (re.compile(r"^option\..*\.label(_caregiver)?$|^phrase\.button\.|^(card|topic)\..*\.title$"), 64),
    (re.compile(r"^phrase\.command\."), 256),
    (re.compile(r"^phrase\.surface\.short_description$"), 120),
    (re.compile(r"^phrase\.surface\.description$"), 512),
    (re.compile(r""), 2000),
)
_TAG = re.compile(r"<(/?)([^<>\s]*)[^<>]*>")
_TAGS = frozenset({"b", "i", "u", "s", "code", "a", "blockquote"})
_KEPT = re.compile(r"(?<![\w<])/[a-z]+\b|\b[a-z0-9-]+\.(?:com|org|net|int)\b")
_DIGITS = re.compile(r"\d+")
_ITEM = re.compile(r"^(?:•|- )", re.MULTILINE)
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|#\d+);)")


def translation_problems(source: Source, translation: str) -> list[str]:
    """What the translation of `source.text` has lost, broken or added; empty = nothing that counts."""
    if not translation.strip():
        return ["is empty: translate it"]
    return [
        *problems(translation, placeholders(source.text)),
        *_markup_problems(source, translation),
        *_count_problems("tag", _tags(source.text), _tags(translation)),
        *_number_problems(source, translation),
        *_count_problems("command or address", _KEPT.findall(source.text), _KEPT.findall(translation)),
        *_count_problems("list mark", _ITEM.findall(source.text), _ITEM.findall(translation)),
        *bidi.problems(translation),
        *_length_problems(source, translation),
    ]


def source_problems(source: Source) -> list[str]:
    """What is wrong with an English text itself."""
    forms = (source.text,) if source.one is None else (source.text, source.one)
    return [problem for form in forms for problem in translation_problems(source, form)]


def _markup_problems(source: Source, text: str) -> list[str]:
    if source.context.startswith("card."):
        return _card_problems(source.context, text)
    rest = _TAG.sub("", text)
    if "<" in rest or ">" in rest or _ENTITY.search(rest):
        return ["holds <, > or & outside a tag: write &lt;, &gt; or &amp;"]
    return _nesting_problems(text)


def _card_problems(context: str, text: str) -> list[str]:
    if context.endswith(".title"):
        return ["a title holds no ** or line breaks"] if "**" in text or "\n" in text else []
    try:
        markup.to_html(text)
    except BadMarkup as error:
        return [str(error)]
    return []


def _nesting_problems(text: str) -> list[str]:
    open_tags: list[str] = []
    for closing, name in _TAG.findall(text):
        if name not in _TAGS:
            return [f"<{name}> is not a tag that a message may hold: use {', '.join(sorted(_TAGS))}"]
        if not closing:
            open_tags.append(name)
        elif not open_tags or open_tags.pop() != name:
            return [f"</{name}> closes what is not open: close tags in reverse order"]
    return [f"<{open_tags[-1]}> is not closed: close it"] if open_tags else []


def _number_problems(source: Source, text: str) -> list[str]:
    """Keywords are other words for the same thing, and each language has its own."""
    if source.context.endswith(".keywords"):
        return []
    return _count_problems("number", _numbers(source.text), _numbers(text))


def _count_problems(kind: str, wanted: Iterable[str], found: Iterable[str]) -> list[str]:
    lost, added = Counter(wanted) - Counter(found), Counter(found) - Counter(wanted)
    return [
        *(f"{kind} {value!r} is missing: keep it" for value in sorted(lost)),
        *(f"{kind} {value!r} is not in the English: remove it" for value in sorted(added)),
    ]


def _length_problems(source: Source, text: str) -> list[str]:
    limit = next(limit for pattern, limit in _LIMITS if pattern.search(source.context))
    length = len(text.encode("utf-16-le", "surrogatepass")) // 2
    return [f"{length} characters: keep to {limit}"] if length > limit else []


def _tags(text: str) -> list[str]:
    return [*(f"{closing}{name}" for closing, name in _TAG.findall(text)), *re.findall(r"\*\*", text)]


def _numbers(text: str) -> list[str]:
    """Runs of digits of any script, so that `100,4` counts as `100.4`."""
    outside = _TAG.sub("", text)
    return _DIGITS.findall("".join(str(unicodedata.decimal(c, c)) for c in outside))
