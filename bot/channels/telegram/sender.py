"""Sends one message to one Telegram chat, because the relay speaks of messages and Telegram of methods.

It neither paces nor retries (the relay does) and shortens nothing (the renderer does).
"""

from __future__ import annotations

import html
import logging
import re

from bot.app.ports import SendRefused
from bot.channels.telegram.answers import CannotEditError, CannotParseError
from bot.channels.telegram.media import PictureMessages
from bot.channels.telegram.transport import Transport
from bot.messages import Button, Outbound

_LOG = logging.getLogger(__name__)
_NO_PREVIEW = {"is_disabled": True}
_TAG = re.compile(r"</?(?:b|i|u|s|code|pre|a|blockquote|tg-[a-z]+|strong|em|ins|del)(?:\s[^<>]*)?>")


class TelegramSender:
    """A `Sender` over the Bot API."""

    def __init__(self, api: Transport, pictures: PictureMessages | None = None) -> None:
        """Without `pictures`, words go out alone."""
        self._api = api
        self._pictures = pictures

    async def send(self, address: str, message: Outbound) -> None:
        """Deliver; what cannot be edited is sent anew, what Telegram cannot parse goes out as plain text.

        A message with a picture is never an edit; where the picture cannot be shown, its words are sent without it.
        """
        recipient = _recipient(address)
        if message.picture and await self._is_shown(recipient, message):
            return
        payload = recipient | _words("text", message) | _buttons(message)
        payload["link_preview_options"] = _NO_PREVIEW
        edit = None if message.picture else message.edit
        try:
            await self._deliver(payload, edit)
        except CannotParseError:
            _LOG.error("broken HTML in %s (%s): sent as plain text", message.id, message.locale)
        else:
            return
        del payload["parse_mode"]
        payload["text"] = plain_text(message.text)
        await self._deliver(payload, edit)

    async def _is_shown(self, recipient: dict[str, object], message: Outbound) -> bool:
        if self._pictures is None:
            return False
        payload = recipient | _words("caption", message) | _buttons(message)
        return await self._pictures.send(message.picture, payload)

    async def _deliver(self, payload: dict[str, object], edit: int | None) -> None:
        if edit is not None:
            try:
                await self._api.call("editMessageText", {**payload, "message_id": edit})
            except CannotEditError:
                pass
            else:
                return
        await self._api.call("sendMessage", payload)


def plain_text(text: str) -> str:
    """The words of a message without its tags; anything that is not a tag of ours stays as it is."""
    return html.unescape(_TAG.sub("", text))


def _recipient(address: str) -> dict[str, object]:
    try:
        return {"chat_id": int(address)}
    except ValueError:
        raise SendRefused("the address is not a Telegram chat id") from None


def _words(parameter: str, message: Outbound) -> dict[str, object]:
    return {parameter: message.text, "parse_mode": "HTML"}


def _buttons(message: Outbound) -> dict[str, object]:
    if not message.buttons:
        return {}
    rows = [[_button(button) for button in row] for row in message.buttons]
    return {"reply_markup": {"inline_keyboard": rows}}


def _button(button: Button) -> dict[str, str]:
    if button.style:
        return {"text": button.label, "callback_data": button.id, "style": button.style.value}
    return {"text": button.label, "callback_data": button.id}
