"""Scripted faults of the fake Bot API: what goes wrong, where and how often.

Each kind is the name of a fault that was seen in the field; there is no randomness here.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.support.fake_bot_api_http import Reply, Silence


@dataclass
class Fault:
    """One way to fail; make it with the functions below, or by its fields over HTTP."""

    #: answer (an error, nothing happened), reset (broken before the effect), lost (the effect happens, then
    #: the connection breaks), hang (the effect happens, no answer comes), raw (bytes), slow (late but right).
    kind: str
    code: int = 500
    description: str = "Internal Server Error"
    parameters: dict[str, Any] = field(default_factory=dict)
    body: str = ""
    seconds: float = 0.0
    #: slow: answer when this is set, instead of after `seconds`.
    release: asyncio.Event | None = None
    #: Set when a call ran into this fault.
    hit: asyncio.Event = field(default_factory=asyncio.Event)

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"

    async def before(self) -> Reply | Silence | None:
        """What is answered instead of doing anything."""
        self.hit.set()
        match self.kind:
            case "answer":
                return Reply(self.code, self._body())
            case "raw":
                return Reply(self.code, self.body.encode("utf-8", "surrogateescape"))
            case "reset":
                return Silence.RESET
            case "slow":
                await self._wait()
        return None

    async def after(self) -> Silence | None:
        """How the answer is lost after the effect."""
        return {"lost": Silence.RESET, "hang": Silence.HANG}.get(self.kind)

    async def _wait(self) -> None:
        if self.release is not None:
            await self.release.wait()
        else:
            await asyncio.sleep(self.seconds)

    def _body(self) -> bytes:
        answer: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return json.dumps(answer).encode()


def flood(retry_after: int) -> Fault:
    """429: wait."""
    return Fault("answer", 429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})


def refused(code: int, description: str) -> Fault:
    """Any error answer."""
    return Fault("answer", code, description)


def unauthorized() -> Fault:
    """401: the token was revoked."""
    return Fault("answer", 401, "Unauthorized")


def conflict() -> Fault:
    """409: another process polls."""
    return Fault(
        "answer",
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )


def broken() -> Fault:
    """The connection is reset before anything happened."""
    return Fault("reset")


def lost_answer() -> Fault:
    """The effect happens, then the connection is reset."""
    return Fault("lost")


def hanging() -> Fault:
    """The effect happens, and no answer comes."""
    return Fault("hang")


def held() -> Fault:
    """The answer waits until `release` is set."""
    return Fault("slow", release=asyncio.Event())


def raw(body: str, code: int = 200) -> Fault:
    """These words are the whole answer; write bytes that are not UTF-8 as lone surrogates."""
    return Fault("raw", code, body=body)


class Faults:
    """The faults that are still to come."""

    def __init__(self) -> None:
        self._planned: list[tuple[str, int | None, Fault, list[int]]] = []

    def add(self, method: str, fault: Fault, *, times: int, chat: int | None) -> Fault:
        """Plan a fault for the next `times` calls of a method ("*" = any), to one chat or to all."""
        self._planned.append((method, chat, fault, [times]))
        return fault

    def take(self, method: str, params: Mapping[str, Any]) -> Fault | None:
        """The fault for this call, if one is planned."""
        for entry in self._planned:
            wanted, chat, fault, left = entry
            if wanted in ("*", method) and chat in (None, params.get("chat_id")):
                left[0] -= 1
                if left[0] <= 0:
                    self._planned.remove(entry)
                return fault
        return None

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        self._planned.clear()
