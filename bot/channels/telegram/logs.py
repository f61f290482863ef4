"""Keeps the libraries' own loggers quiet: at INFO and DEBUG they print the token and people's words.

It is not a redactor (that is `bot.observability`) and touches no handler.
"""

from __future__ import annotations

import logging
from typing import Final

_TALKATIVE: Final = ("aiohttp", "asyncio", "httpcore", "httpx", "telegram", "uvicorn")


def quiet_libraries() -> None:
    """Let these libraries say warnings and errors only, whatever the level of the root logger is."""
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
