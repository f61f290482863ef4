"""`python -m tests.benchmarks` (`make bench`): SteadyBack and a plain python-telegram-bot in one run on this machine.

Both hold the same kind of conversation, 15 questions with buttons, with many people at once. The bot has one core and
the simulated Telegram with its people the other. Exits with 1 when an update was lost or an answer was not stored.
"""

from __future__ import annotations

import asyncio
import gc
import os
import sys

import click
import uvloop

from tests.benchmarks.contenders import Contender, Peer, SteadyBack, WrongError
from tests.benchmarks.measures import Plan, Round, run_round, summary, table
from tests.benchmarks.people import LostError

_CONTENDERS: dict[str, type[SteadyBack] | type[Peer]] = {"steadyback": SteadyBack, "peer": Peer}

#: A saturated bot that gets less than this of its core shares it with another program.
_UNDISTURBED = 0.85


@click.command()
@click.option("--seconds", default=6.0, show_default=True, help="Measured at saturation and at the low rate.")
@click.option("--rounds", default=3, show_default=True, help="How often each bot runs, taking turns.")
@click.option("--people", default=64, show_default=True, help="People who talk at the same time.")
@click.option("--only", type=click.Choice(list(_CONTENDERS)), help="Measure one bot.")
def main(seconds: float, rounds: int, people: int, only: str | None) -> None:
    """Measure SteadyBack against a plain python-telegram-bot."""
    if not hasattr(os, "sched_setaffinity"):
        raise click.ClickException("the benchmark pins processes to cores, which needs Linux")
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 2:
        click.echo(
            "Only one core: bot and harness share it, so updates/s are too low; CPU per update still holds."
        )
    os.sched_setaffinity(0, {cores[-1]})
    gc.disable()  # the harness makes no cycles to speak of, and its pauses would count as the bot's
    plan = Plan(seconds=seconds, people=people, bot_core=cores[0])
    chosen: list[Contender] = [_CONTENDERS[name]() for name in ([only] if only else _CONTENDERS)]
    found: dict[str, list[Round]] = {each.name: [] for each in chosen}
    click.echo(f"{people} people at once, 15 questions each; {rounds} rounds of {seconds:g} s at saturation")
    for contender in chosen:
        click.echo(f"  {contender.name}: {contender.receives_by}")
    for number in range(1, rounds + 1):
        for contender in chosen:
            try:
                with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                    one = runner.run(run_round(contender, plan))
            except (WrongError, LostError) as error:
                raise click.ClickException(f"{contender.name}: {error}") from None
            found[contender.name].append(one)
            click.echo(_line(number, contender.name, one))
    click.echo()
    click.echo(table([(name, summary(of_one)) for name, of_one in found.items()]))
    if any(one.bot_share < _UNDISTURBED for of_one in found.values() for one in of_one):
        click.echo("Other programs used the bot's core: compare CPU per update; updates/s are too low.")
    for name, of_one in found.items():
        interviews, updates = (
            sum(getattr(one, what) for one in of_one) for what in ("interviews", "updates")
        )
        click.echo(
            f"{name}: every answer of {interviews:,} interviews is stored, none of {updates:,} updates was lost"
        )


def _line(number: int, name: str, one: Round) -> str:
    return (
        f"  round {number}  {name:20} {one.updates_per_second:8,.0f} updates/s  {one.cpu_ms:.3f} ms CPU each  "
        f"bot {one.bot_share:4.0%} and harness {one.harness_share:4.0%} of a core  "
        f"{one.calls:.2f} calls + {one.answers_in_webhook:.2f} in the webhook's answer"
    )


if __name__ == "__main__":
    sys.exit(main())
