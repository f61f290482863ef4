"""The `steadyback` command and its subcommands; each loads what it needs only when it is called.

It prints errors as one sentence and never a traceback for what an operator can mend.
"""

from __future__ import annotations

import sys

import click


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="steadyback")
def cli() -> None:
    """A chat that helps people with low back pain."""


@cli.command()
def run() -> None:
    """Start what is configured: Telegram with TELEGRAM_TOKEN, the terminal without."""
    from bot.cli.run import run_service

    _finish(run_service)


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="Speak JSON Lines on standard input and output.")
@click.option("--save", type=click.Path(dir_okay=False), help="Write the conversation to a scenario file.")
def chat(as_json: bool, save: str | None) -> None:
    """Hold the conversation in this terminal."""
    from bot.cli.chat import run_chat, run_json

    if as_json and save:
        raise click.UsageError("--save writes what a person does; use it without --json")
    _finish(run_json if as_json else lambda: run_chat(save))


@cli.command()
def check() -> None:
    """Run every proof and content check; exits 1 when one fails."""
    from bot.cli.check import run_checks

    sys.exit(0 if run_checks() else 1)


@cli.command()
@click.option("--update", is_flag=True, help="Write the template and the generated pages anew.")
def catalogs(update: bool) -> None:
    """Check that locales/messages.pot is current, or write it."""
    from bot.cli.generate import run_catalogs

    sys.exit(0 if run_catalogs(update=update) else 1)


@cli.command()
@click.option("--draw", is_flag=True, help="Print the interview's diagram as mermaid text.")
@click.option("--update", is_flag=True, help="Write docs/clinical/ anew.")
def protocol(draw: bool, update: bool) -> None:
    """Print the protocol page, its diagram, or write both to docs/clinical/."""
    from bot.cli.generate import run_protocol

    sys.exit(0 if run_protocol(draw=draw, update=update) else 1)


def main() -> None:
    """The entry point of the installed command."""
    cli()


def _finish(command: object) -> None:
    from bot.app.ports import ChannelRefused, StoreError
    from bot.settings import SettingsError
    from content.errors import ContentError
    from dialogs.loader import ProtocolError

    try:
        command()  # type: ignore[operator]
    except (SettingsError, StoreError, ChannelRefused, ContentError, ProtocolError, OSError) as error:
        click.echo(f"steadyback: {error}", err=True)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
