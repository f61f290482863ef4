"""The bot that SteadyBack is measured against: python-telegram-bot as its own examples use it.

`ConversationHandler` and `PicklePersistence` with default settings, 15 questions with three buttons, edited in place. It
receives by PTB's own webhook server where `tornado` is installed, else as PTB's `customwebhookbot` example does: a small
ASGI app on uvicorn that fills the update queue. Run as a program by the benchmark.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import json
import os
import signal
import warnings
from collections.abc import Iterator
from typing import Any

import uvicorn
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    PicklePersistence,
)
from telegram.warnings import PTBUserWarning

HAS_TORNADO = importlib.util.find_spec("tornado") is not None

_SUBJECTS = (
    "pain that started after a fall or an accident",
    "numbness between the legs or around the bottom",
    "trouble passing urine, or not feeling when it comes",
    "losing control of the bowels",
    "weakness in one leg or in both legs",
    "tingling or pain that runs below the knee",
    "fever, shivers or feeling very unwell",
    "an infection or an operation in the last weeks",
    "cancer at any time in the past",
    "steroid tablets for more than three months",
    "weight loss without trying",
    "pain that no position makes better, even at night",
    "pain in the tummy or in the side that comes in waves",
    "thin bones, or a bone that broke from a small fall",
    "pain for longer than twelve weeks",
)
_WHY = "Answer for the time since this pain began. If you cannot tell, press <b>Not sure</b>; that is a good answer too."
QUESTIONS = tuple(
    f"<i>Question {number} of {len(_SUBJECTS)}</i>\nDo you have, or have you had, <b>{subject}</b>?\n{_WHY}"
    for number, subject in enumerate(_SUBJECTS, 1)
)


def _keyboard() -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton("Yes", callback_data="yes"),
                InlineKeyboardButton("No", callback_data="no"),
                InlineKeyboardButton("Not sure", callback_data="not_sure"),
            ],
            [
                InlineKeyboardButton("Back", callback_data="back"),
                InlineKeyboardButton("Why are you asking?", callback_data="why"),
            ],
        ]
    )


async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    assert update.message is not None
    assert context.user_data is not None
    context.user_data["answers"] = []
    await update.message.reply_text(QUESTIONS[0], parse_mode="HTML", reply_markup=_keyboard())
    return 0


async def answer(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    query = update.callback_query
    assert query is not None
    assert context.user_data is not None
    await query.answer()
    answers = context.user_data["answers"]
    answers.append(query.data)
    number = len(answers)
    if number < len(QUESTIONS):
        await query.edit_message_text(QUESTIONS[number], parse_mode="HTML", reply_markup=_keyboard())
        return number
    await query.edit_message_text(
        "Thank you. <b>Keep moving</b>, and ask again if it changes.", parse_mode="HTML"
    )
    return ConversationHandler.END


def build() -> Application[Any, Any, Any, Any, Any, Any]:
    warnings.filterwarnings("ignore", category=PTBUserWarning)
    application = (
        Application.builder()
        .token(os.environ["TELEGRAM_TOKEN"])
        .base_url(os.environ["TELEGRAM_API_BASE_URL"] + "/bot")
        .persistence(PicklePersistence(filepath=os.environ["PICKLE_FILE"]))
        .build()
    )
    application.add_handler(
        ConversationHandler(
            entry_points=[CommandHandler("start", start)],
            states={number: [CallbackQueryHandler(answer)] for number in range(len(QUESTIONS))},
            fallbacks=[CommandHandler("start", start)],
            name="interview",
            persistent=True,
        )
    )
    return application


class _Server(uvicorn.Server):
    """uvicorn that ends by returning, so that the persistence is written."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    def stop(self) -> None:
        self.should_exit = True


async def _serve_with_uvicorn(application: Application[Any, Any, Any, Any, Any, Any], port: int) -> None:
    """PTB's `customwebhookbot` example, without a framework around the one path."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body", False):
                break
        await application.update_queue.put(Update.de_json(json.loads(body), application.bot))
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})

    config = uvicorn.Config(
        app, host="127.0.0.1", port=port, lifespan="off", log_level="warning", access_log=False
    )
    server = _Server(config)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, server.stop)
    async with application:
        await application.start()
        await application.bot.set_webhook(os.environ["WEBHOOK_URL"], allowed_updates=Update.ALL_TYPES)
        await server.serve()
        await application.stop()


def main() -> None:
    port = int(os.environ["PORT"])
    application = build()
    if HAS_TORNADO:
        application.run_webhook(
            listen="127.0.0.1",
            port=port,
            url_path="hook",
            webhook_url=os.environ["WEBHOOK_URL"],
            allowed_updates=Update.ALL_TYPES,
            stop_signals=(signal.SIGTERM,),
        )
    else:
        asyncio.run(_serve_with_uvicorn(application, port))


if __name__ == "__main__":
    main()
