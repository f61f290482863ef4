"""How a question looks, without anybody's signature: the same for everyone who sees it in the same words and state.

Sheets are made once and kept, because most people see the same few hundred; it knows no person.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from bot.i18n.countries import country_name, likely_countries
from bot.messages import ButtonStyle
from bot.rendering.words import Audience, Words
from content.markup import plain
from dialogs.effects import Ask
from dialogs.events import Action
from dialogs.protocol import Kind, Question

#: Labels longer than this get a row of their own.
_SHORT = 16

#: Characters that a screen may hold.
_SCREEN = 500

#: Sheets kept in memory; the questions in two voices with their usual ticks and progress fit several times.
_KEPT = 8_192


class Face(NamedTuple):
    """A button before it is signed."""

    label: str
    #: The value that the button shows in the JSON contract; empty = it is an action.
    value: str = ""
    #: The value that is signed: checklist items say whether to tick or untick.
    signed: str = ""
    action: str = ""
    argument: str = ""
    style: ButtonStyle = ButtonStyle.PLAIN


Faces = tuple[tuple[Face, ...], ...]


class Look(NamedTuple):
    """Everything that decides how a question looks."""

    question: str
    audience: Audience
    chosen: tuple[str, ...]
    clarify: bool
    progress: tuple[int, int] | None
    can_go_back: bool
    lead: str
    #: Signs that the question names.
    about: tuple[str, ...] = ()

    @classmethod
    def of(cls, effect: Ask, audience: Audience) -> Look:
        return cls(
            effect.question,
            audience,
            effect.chosen,
            effect.clarify,
            effect.progress,
            effect.can_go_back,
            effect.lead,
            effect.about,
        )


class Sheet(NamedTuple):
    """A question as it stands on the screen."""

    text: str
    faces: Faces
    #: Ticked items of a checklist; None for other questions.
    selected: tuple[str, ...] | None


@dataclass(frozen=True)
class Sheets:
    """Makes and keeps the sheets of all questions."""

    words: Words
    #: ISO code shown first when the country is asked; None = no guess.
    default_country: str | None
    _kept: object = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_kept", lru_cache(maxsize=_KEPT)(self._make))

    def sheet(self, look: Look) -> Sheet:
        """The sheet for this look."""
        return self._kept(look)  # type: ignore[operator,no-any-return]

    def _make(self, look: Look) -> Sheet:
        return _Maker(self.words, self.default_country, look).sheet()


class _Maker:
    """Makes one sheet."""

    def __init__(self, words: Words, default_country: str | None, look: Look) -> None:
        self._words = words
        self._default_country = default_country
        self._look = look
        self._question = words.protocol.question(look.question)

    def sheet(self) -> Sheet:
        question, look = self._question, self._look
        parts = []
        if look.lead:
            parts.append(self._phrase(look.lead))
        if look.progress is not None:
            parts.append(self._progress(*look.progress))
        prompt = self._words.prompt(question, look.audience, self._signs())
        if look.clarify:
            example = f"{self._phrase('lead.clarify')}\n{self._words.clarify(question, look.audience)}"
            room = _SCREEN - sum(len(plain(part)) + 1 for part in (*parts, example))
            parts += [_first_lines(prompt, room), example]
        else:
            parts.append(prompt)
        ticks = tuple(value for value in look.chosen if question.option(value) is not None)
        return Sheet(
            text="\n".join(parts),
            faces=(*self._answers(question), *self._actions(question)),
            selected=ticks if question.kind is Kind.CHECKLIST else None,
        )

    def _signs(self) -> str:
        """The first sign that the question is about, in words; empty = none has a name."""
        facts = (
            fact for sign in self._look.about for fact in self._words.protocol.flag_facts.get(sign, ())[:1]
        )
        return next((name for fact in facts if (name := self._words.because(fact, self._look.audience))), "")

    def _progress(self, number: int, total: int) -> str:
        line = self._phrase("progress", number=str(number), total=str(total))
        return f"<i>{line}</i> {'━' * number}{'─' * (total - number)}"

    def _answers(self, question: Question) -> Faces:
        match question.kind:
            case Kind.YES_NO:
                return self._yes_no(question)
            case Kind.CHECKLIST:
                return self._checklist(question)
            case Kind.CHOICE:
                return _rows([self._answer(value, label) for value, label in self._choices(question)])

    def _choices(self, question: Question) -> list[tuple[str, str]]:
        audience = self._look.audience
        if question.id != "country":
            return [(option.id, self._words.label(question, option, audience)) for option in question.options]
        codes = likely_countries(audience.locale, self._default_country)
        named = [(code, country_name(code, audience.locale)) for code in codes]
        return [*named, ("other", self._phrase("button.other_country"))]

    def _yes_no(self, question: Question) -> Faces:
        danger = ButtonStyle.DANGER if question.danger else ButtonStyle.PLAIN
        yes = self._answer("yes", self._phrase("button.yes"), style=danger)
        rest = [self._answer(value, self._phrase(f"button.{value}")) for value in ("no", "not_sure")]
        skip = (self._answer("skip", self._phrase("button.skip")),)
        return ((yes, *rest), skip) if question.skippable else ((yes, *rest),)

    def _checklist(self, question: Question) -> Faces:
        items: list[tuple[Face, ...]] = []
        for option in question.options:
            label = self._words.label(question, option, self._look.audience)
            sign = "-" if option.id in self._look.chosen else "+"
            items.append((self._answer(option.id, label, signed=f"{sign}{option.id}"),))
        ticked = any(question.option(value) is not None for value in self._look.chosen)
        end, style = ("done", ButtonStyle.PRIMARY) if ticked else ("none", ButtonStyle.PLAIN)
        last = [self._answer(end, self._phrase(f"button.{end}"), style=style)]
        if "not_sure" in question.values():
            last.append(self._answer("not_sure", self._phrase("button.not_sure")))
        return (*items, tuple(last))

    def _answer(
        self, value: str, label: str, *, signed: str = "", style: ButtonStyle = ButtonStyle.PLAIN
    ) -> Face:
        text = self._phrase("button.ticked", label=label) if value in self._look.chosen else label
        return Face(plain_label(text), value=value, signed=signed or value, style=style)

    def _actions(self, question: Question) -> Faces:
        row = [self._action(Action.BACK)] if self._look.can_go_back else []
        if question.why:
            row.append(self._action(Action.WHY))
        rows = [tuple(row)] if row else []
        if question.sensitive:
            rows.append((self._action(Action.LIST),))
        if question.id == "consent":
            rows.append((self._action(Action.NOT_BACK_PAIN),))
        return tuple(rows)

    def _action(self, action: Action) -> Face:
        return Face(plain_label(self._phrase(f"button.{action.value}")), action=action.value)

    def _phrase(self, slug: str, **arguments: str) -> str:
        return self._words.phrase(slug, self._look.audience, **arguments)


def _first_lines(text: str, room: int) -> str:
    """The lines of a text that fit; the first always."""
    first, *rest = text.split("\n")
    for line in rest:
        if len(plain(f"{first}\n{line}")) > room:
            break
        first = f"{first}\n{line}"
    return first


def _rows(faces: Sequence[Face]) -> Faces:
    """Two short buttons a row, one long one."""
    rows: list[tuple[Face, ...]] = []
    for face in faces:
        last = rows[-1] if rows else ()
        if len(last) == 1 and len(last[0].label) <= _SHORT and len(face.label) <= _SHORT:
            rows[-1] = (*last, face)
        else:
            rows.append((face,))
    return tuple(rows)


def plain_label(text: str) -> str:
    """A button's label is plain text: undo the escaping that messages need."""
    return text if "&" not in text else html.unescape(text)
