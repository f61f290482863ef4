"""The real process: what a kill between two lines costs, and what it says to unreadable bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from base64 import b64encode
from contextlib import contextmanager
from pathlib import Path

import orjson
import pytest

from tests.support.conversation import buttons

KEY = b64encode(b"k" * 32).decode()


class Process:
    """`steadyback chat --json` of one chat."""

    def __init__(self, running: subprocess.Popen) -> None:
        self.running = running
        self.question: dict = {}

    def say(self, **event: str) -> list[dict]:
        return self.write(orjson.dumps({"chat": "p1", **event}))

    def write(self, line: bytes) -> list[dict]:
        """One line in; everything that comes back up to `idle` or an error."""
        self.running.stdin.write(line + b"\n")
        self.running.stdin.flush()
        written = []
        while not written or not (written[-1].get("kind") == "idle" or "error" in written[-1]):
            read = self.running.stdout.readline()
            if not read:
                pytest.fail(f"the process ended with {self.running.wait(10)} after {written}")
            written.append(orjson.loads(read))
        self.question = next((one for one in reversed(written) if one.get("question")), self.question)
        return written

    def press(self, value: str) -> list[dict]:
        button = next(b for b in buttons(self.question) if b.get("answer", {}).get("value") == value)
        return self.say(press=button["id"])

    def kill(self) -> None:
        self.running.kill()
        self.running.wait(10)


@contextmanager
def started(**environment: str):
    """A process with these variables; killed at the end."""
    known = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
    running = subprocess.Popen(
        [sys.executable, "-m", "bot", "chat", "--json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path.cwd(),
        env={**known, "ENCRYPTION_KEY": KEY, **environment},
    )
    process = Process(running)
    try:
        yield process
    finally:
        process.kill()
        running.stdin.close()
        running.stdout.close()


@pytest.mark.slow
def test_a_killed_process_goes_on_with_nothing_lost(tmp_path):
    database = f"sqlite:///{tmp_path}/talk.db"
    with started(DATABASE_URL=database) as first:
        first.say(text="/start")
        for value in ("agree", "self", "GB", "18_49", "none", "yes"):
            first.press(value)
        assert first.question["question"] == "ces_urinary_timing"
        asked = first.question
        first.kill()
    with started(DATABASE_URL=database) as second:
        second.question = asked
        second.press("long_checked")
        assert second.question["question"] == "ces_bowel"
        second.press("no")
        second.press("no")
        second.press("not_sure")
        asked = second.question
        assert any(button["label"] == "✓ Not sure" for button in buttons(asked))
        second.kill()
    with started(DATABASE_URL=database) as third:
        third.question = asked
        written = third.press("not_sure")
        assert third.question["question"] == "leg_symptoms", written
        answers = third.say(text="/answers")
        labels = [button["label"] for button in buttons(answers[0])]
        assert "Peeing: Yes" in labels
        assert any(label.startswith("Peeing: since when: Over 3 months") for label in labels)
        assert "Sex: Not sure" in labels


@pytest.mark.slow
def test_bad_lines_cost_nothing():
    with started() as process:
        assert process.say(text="/start")[0]["question"] == "consent"
        assert process.write(b"nonsense") == [{"error": process_error(), "line": 2}]
        process.press("agree")
        assert process.question["question"] == "voice"


@pytest.mark.slow
def test_bytes_that_are_no_text_are_answered_with_an_error_and_the_run_goes_on():
    with started(PYTHONIOENCODING="utf-8:strict") as process:
        process.say(text="/start")
        written = process.write(b'{"chat": "p1", "text": "\xff\xfe"}')
        assert set(written[0]) == {"error", "line"}
        process.press("agree")
        assert process.question["question"] == "voice"


def process_error() -> str:
    return 'not JSON; write one object a line, such as {"chat": "p1", "text": "/start"}'
