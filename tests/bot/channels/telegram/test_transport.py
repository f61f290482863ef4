"""What each answer of the Bot API means, and that a request is never sent twice and the token never shown."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app.ports import (
    ChannelRefused,
    PersonUnreachable,
    SendError,
    SendLater,
    SendRefused,
    SendUncertain,
)
from bot.channels.telegram.answers import (
    CannotEditError,
    CannotParseError,
    SecondReceiverError,
    UnreadableAnswerError,
)
from bot.channels.telegram.connection import ConnectionPool, NoAnswerError, NotConnectedError
from bot.channels.telegram.transport import BotApi
from tests.bot.channels.telegram.self_signed import write_certificate
from tests.support.fake_bot_api import TOKEN, FakeBotApi
from tests.support.fake_bot_api_faults import (
    Fault,
    broken,
    conflict,
    flood,
    hanging,
    held,
    lost_answer,
    raw,
    refused,
    unauthorized,
)

HELLO: dict[str, object] = {"chat_id": 7, "text": "Hello"}


async def test_a_call_returns_the_json_of_the_result(telegram: FakeBotApi, api: BotApi) -> None:
    assert b'"is_bot": true' in bytes(await api.call("getMe", {}))


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (flood(7), SendLater),
        (refused(403, "Forbidden: bot was blocked by the user"), PersonUnreachable),
        (refused(403, "Forbidden: user is deactivated"), PersonUnreachable),
        (refused(403, "Forbidden: bot can't initiate conversation with a user"), PersonUnreachable),
        (refused(400, "Bad Request: chat not found"), PersonUnreachable),
        (refused(400, "Bad Request: message to edit not found"), CannotEditError),
        (refused(400, "Bad Request: message can't be edited"), CannotEditError),
        (refused(400, "Bad Request: there is no text in the message to edit"), CannotEditError),
        (refused(400, 'Bad Request: can\'t parse entities: Unsupported start tag "p"'), CannotParseError),
        (refused(400, "Bad Request: BUTTON_DATA_INVALID"), SendRefused),
        (refused(413, "Request Entity Too Large"), SendRefused),
        (unauthorized(), ChannelRefused),
        (refused(404, "Not Found"), ChannelRefused),
        (conflict(), SecondReceiverError),
        (refused(500, "Internal Server Error"), SendUncertain),
        (refused(502, "Bad Gateway"), SendUncertain),
        (raw("<html>Bad gateway</html>", 502), SendUncertain),
        (raw("<html>Welcome to the hotel</html>", 200), UnreadableAnswerError),
        (raw("\udcff\udcfe", 200), UnreadableAnswerError),
        (raw("<html>Moved</html>", 302), SendUncertain),
        (broken(), SendUncertain),
        (lost_answer(), SendUncertain),
    ],
    ids=str,
)
async def test_every_failure_has_one_meaning(
    telegram: FakeBotApi, api: BotApi, fault: Fault, error: type[SendError]
) -> None:
    telegram.chat(7)
    telegram.fail("sendMessage", fault)

    with pytest.raises(SendError) as caught:
        await api.call("sendMessage", HELLO)

    assert type(caught.value) is error
    assert telegram.count["sendMessage"] == 1


async def test_a_flood_says_how_long_to_wait(telegram: FakeBotApi, api: BotApi) -> None:
    telegram.fail("sendMessage", flood(7))

    with pytest.raises(SendLater) as caught:
        await api.call("sendMessage", HELLO)

    assert (caught.value.seconds, caught.value.everyone) == (7, False)


async def test_an_edit_that_changes_nothing_is_a_success(telegram: FakeBotApi, api: BotApi) -> None:
    telegram.fail("editMessageText", refused(400, "Bad Request: message is not modified: specified new …"))

    assert bytes(await api.call("editMessageText", {**HELLO, "message_id": 1})) == b"true"


async def test_no_answer_in_time_is_uncertain_and_the_next_call_works(
    telegram: FakeBotApi, api: BotApi
) -> None:
    telegram.chat(7)
    telegram.fail("sendMessage", hanging())

    with pytest.raises(SendUncertain, match="no answer in time"):
        await api.call("sendMessage", HELLO, seconds=0.05)
    await api.call("sendMessage", HELLO)

    assert [message.text for message in telegram.chat(7).said] == ["Hello", "Hello"]


async def test_no_connection_means_nothing_was_sent_and_everybody_waits() -> None:
    async with FakeBotApi() as gone:
        pass
    api = BotApi(TOKEN, gone.base_url)

    with pytest.raises(SendLater) as caught:
        await api.call("sendMessage", HELLO)

    assert caught.value.everyone


async def test_a_connection_is_kept_and_a_closed_one_replaced(telegram: FakeBotApi, api: BotApi) -> None:
    for _ in range(3):
        await api.call("getMe", {})
    assert len(telegram._server._open) == 1

    telegram.drop_idle_connections()
    while api._pool._idle[0].is_reusable:  # noqa: ASYNC110 - until the news has arrived
        await asyncio.sleep(0)
    await api.call("getMe", {})

    assert telegram.count["getMe"] == 4


async def test_many_calls_share_a_bounded_number_of_connections(telegram: FakeBotApi) -> None:
    api = BotApi(TOKEN, telegram.base_url, connections=3)
    holds = [telegram.fail("getMe", held()) for _ in range(3)]
    calls = [asyncio.create_task(api.call("getMe", {})) for _ in range(10)]

    for hold in holds:
        await hold.hit.wait()
    assert len(telegram._server._open) == 3
    for hold in holds:
        assert hold.release is not None
        hold.release.set()
    await asyncio.gather(*calls)

    assert len(telegram._server._open) == 3
    await api.close()


async def test_a_cancelled_call_gives_up_its_connection(telegram: FakeBotApi, api: BotApi) -> None:
    hold = telegram.fail("getMe", held())
    call = asyncio.create_task(api.call("getMe", {}))
    await hold.hit.wait()

    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call

    assert b"username" in bytes(await api.call("getMe", {}))


async def test_a_closed_client_refuses_clearly(telegram: FakeBotApi, api: BotApi) -> None:
    await api.close()

    with pytest.raises(SendLater):
        await api.call("getMe", {})


@pytest.mark.parametrize("token", ["", "two words", "line\r\nbreak", "a?b", "ключ"])
def test_what_cannot_be_a_token_is_refused_at_once(token: str) -> None:
    with pytest.raises(ChannelRefused, match="TELEGRAM_TOKEN"):
        BotApi(token)


def test_an_address_that_is_none_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="TELEGRAM_API_BASE_URL"):
        BotApi(TOKEN, "api.telegram.org")


async def test_errors_and_logs_never_hold_the_token(
    telegram: FakeBotApi, api: BotApi, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    wrong = BotApi("987654321:another-secret-token-abcdefghijklmnop", telegram.base_url)
    faults = (flood(1), unauthorized(), conflict(), broken(), refused(500, "x"), refused(400, "x"), raw("x"))
    shown = [repr(api), str(api), repr(wrong)]

    for fault in faults:
        telegram.fail("getMe", fault)
        with pytest.raises(SendError) as caught:
            await api.call("getMe", {})
        shown += [repr(caught.value), repr(caught.value.__cause__), repr(caught.value.__context__)]
    with pytest.raises(ChannelRefused, match="Telegram refused the token") as last:
        await wrong.call("getMe", {})

    everything = caplog.text + "".join(shown) + repr(last.value)
    assert TOKEN not in everything
    assert "another-secret" not in everything


async def test_a_refusal_repeats_nothing_of_the_message(telegram: FakeBotApi, api: BotApi) -> None:
    telegram.fail("sendMessage", refused(400, 'Bad Request: wrong URL "tel:0043123456" of 7712345678'))

    with pytest.raises(SendRefused) as caught:
        await api.call("sendMessage", HELLO)

    assert str(caught.value) == "Telegram refused the message (400 wrong URL)"


# The HTTP client alone, against answers written by hand.


@contextlib.asynccontextmanager
async def speaking(
    *answers: bytes, close: bool = False, tls: ssl.SSLContext | None = None
) -> AsyncIterator[int]:
    """A server that gives each connection the next answer; its port."""
    waiting = list(answers)
    writers: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        await reader.readuntil(b"\r\n\r\n")
        writer.write(waiting.pop(0))
        if close:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for writer in writers:
            writer.close()
        await server.wait_closed()
        await asyncio.gather(*(writer.wait_closed() for writer in writers), return_exceptions=True)


REQUEST = b"POST / HTTP/1.1\r\n\r\n"


async def exchange(answer: bytes) -> tuple[int, bytes]:
    async with speaking(answer, close=True) as port:
        pool = ConnectionPool("127.0.0.1", port, tls=False)
        try:
            return await pool.exchange(REQUEST, 5.0)
        finally:
            pool.close()


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello",
        b"HTTP/1.0 200 OK\r\n\r\nhello",
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
    ],
    ids=["length", "chunked", "until close", "http/1.0", "after continue"],
)
async def test_a_body_of_any_form_is_read(answer: bytes) -> None:
    assert await exchange(answer) == (200, b"hello")


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n",
        b"SSH-2.0-OpenSSH\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n" + b"x" * 33 * 1024 * 1024,
    ],
    ids=["nothing", "half a head", "half a body", "half the chunks", "not http", "too large"],
)
async def test_half_an_answer_is_no_answer(answer: bytes) -> None:
    with pytest.raises(NoAnswerError):
        await exchange(answer)


async def test_an_answer_nobody_asked_for_ends_the_connection() -> None:
    one, two = (b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n" + word for word in (b"one", b"two"))

    async with speaking(one + one, two) as port:
        pool = ConnectionPool("127.0.0.1", port, tls=False)
        got = [await pool.exchange(REQUEST, 5.0) for _ in range(2)]
        pool.close()

    assert got == [(200, b"one"), (200, b"two")]


async def test_tls_is_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate, key = write_certificate(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)

    async with speaking(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", tls=context) as port:
        strict, trusting = (ConnectionPool("127.0.0.1", port, tls=True) for _ in range(2))

        with pytest.raises(NotConnectedError):
            await strict.exchange(REQUEST, 5.0)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert await trusting.exchange(REQUEST, 5.0) == (200, b"ok")

        trusting.close()


def test_the_client_works_on_uvloop_too() -> None:
    uvloop = pytest.importorskip("uvloop")

    async def scenario() -> list[str]:
        async with FakeBotApi() as telegram:
            telegram.chat(7)
            api = BotApi(TOKEN, telegram.base_url)
            await asyncio.gather(*(api.call("sendMessage", {**HELLO, "text": f"{n}"}) for n in range(50)))
            telegram.fail("sendMessage", broken())
            with pytest.raises(SendUncertain):
                await api.call("sendMessage", HELLO)
            await api.close()
            return [message.text for message in telegram.chat(7).said]

    assert sorted(uvloop.run(scenario()), key=int) == [str(n) for n in range(50)]
