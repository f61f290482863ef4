"""What every page needs: phrases, names of facts, plain messages and signed buttons for one person.

It lays out nothing by itself: `library` and `renderer` do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.i18n.formats import join_list
from bot.messages import Button, ButtonStyle, MessageKind, Outbound, PersonKey, SendClass
from bot.rendering.backing import Backing
from bot.rendering.sheets import plain_label
from bot.rendering.tokens import Signer
from bot.rendering.words import Audience, Words
from dialogs.events import Action
from dialogs.session import Session

Rows = tuple[tuple[Button, ...], ...]

#: Signs are named in "because you told us about" while they fit into so many characters; the first always is.
_ROOM_FOR_REASONS = 60

#: Facts named by a phrase instead of a question's own words.
_NAMED = {"age_band": "painkillers.age"}


class Desk:
    """Words and buttons for one person."""

    def __init__(
        self, words: Words, signer: Signer, backing: Backing, person: PersonKey, session: Session
    ) -> None:
        self._words = words
        self._backing = backing
        self._protocol = words.protocol
        self._signer = signer
        self._person = person
        self._session = session
        self._audience = Audience.of(session)

    def _phrase(self, slug: str, **arguments: str) -> str:
        return self._words.phrase(slug, self._audience, **arguments)

    def _draft(self, *, approved: bool) -> list[str]:
        """The line that says so under words that nobody has approved."""
        return [] if approved else [self._phrase("draft")]

    def _message(self, content_id: str, text: str, rows: Rows) -> Outbound:
        return Outbound(
            kind=MessageKind.MESSAGE,
            id=content_id,
            text=text,
            locale=self._audience.locale,
            send_class=SendClass.CONTENT,
            buttons=rows,
        )

    def _action(
        self, ask: int, action: Action, argument: str = "", *, label: str = "", text: str = ""
    ) -> Button:
        return Button(
            id=self._signer.pen(self._person, self._session, ask).action(action.value, argument),
            label=plain_label(text or self._phrase(label or f"button.{action.value}")),
            action=action.value,
            argument=argument,
            style=ButtonStyle.DANGER if action is Action.DELETE_CONFIRMED else ButtonStyle.PLAIN,
        )

    def _names(self, facts: Iterable[str]) -> list[str]:
        """The phrases that name these facts, each once."""
        phrases: list[str] = []
        for fact in facts:
            phrase = self._name(fact)
            if phrase and phrase not in phrases:
                phrases.append(phrase)
        return phrases

    def _name(self, fact: str) -> str | None:
        named = _NAMED.get(fact) or (f"named.{fact}" if f"named.{fact}" in self._words.phrases else None)
        return self._phrase(named) if named else self._words.because(fact, self._audience)

    def _list(self, names: Sequence[str], *, room: int = _ROOM_FOR_REASONS) -> str:
        """As many names as fit, joined; the first always."""
        fitting: list[str] = []
        for name in names:
            if fitting and len(", ".join([*fitting, name])) > room:
                break
            fitting.append(name)
        return join_list(fitting, self._audience.locale)
