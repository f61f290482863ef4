"""Values that the storage tests share."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.app.ports import Person, Said
from bot.messages import Button, Inbound, InboundKind, MessageKind, Outbound, PersonKey, SendClass

MASTER = bytes(range(32))
NOW = datetime(2026, 3, 1, 12, 30, 15, 123456, tzinfo=UTC)


def inbound(update: str, **changes: Any) -> Inbound:
    values: dict[str, Any] = {
        "channel": "test",
        "update": update,
        "address": "anna",
        "kind": InboundKind.TEXT,
        "at": NOW,
    }
    return Inbound(**{**values, **changes})


def outbound(text: str = "Some words", *, send_class: SendClass = SendClass.CONTENT) -> Outbound:
    return Outbound(
        kind=MessageKind.MESSAGE,
        id="card.example",
        text=text,
        locale="en",
        send_class=send_class,
        buttons=((Button(id="v1.abc", label="Yes", answer=("example", "yes")),),),
        progress=(1, 9),
        selected=("one",),
    )


def person(key: PersonKey, **changes: Any) -> Person:
    values: dict[str, Any] = {
        "key": key,
        "channel": "test",
        "address": "anna",
        "session": b"",
        "revision": 0,
        "reachable": True,
        "waiting": False,
        "updated_at": NOW,
    }
    return Person(**{**values, **changes})


def said(key: PersonKey) -> Said:
    return Said(
        person=key,
        content_id="question.example",
        content_hash="0123456789abcdef",
        locale="en",
        protocol_version="1",
        rules="R01 R02",
        at=NOW,
    )
