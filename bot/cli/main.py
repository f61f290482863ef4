"""The `steadyback` command and its subcommands; each loads what it needs only when it is called.

It prints errors as one sentence and never a traceback for what an operator can mend.
"""

from __future__ import annotations

import sys

import click

#: Written out, so that no command waits for the rooms that it does not need.
_KINDS = "question rule red_flag result card dose plan phrase lexicon locale".split()
_STANDINGS = "draft active lapsed retired".split()


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


@cli.command()
@click.argument("question")
@click.option("--locale", default="en", show_default=True, help="The language of the question.")
def ask(question: str, locale: str) -> None:
    """Print the cards that answer a typed question, best first, with their scores."""
    from bot.cli.ask import run_ask

    _finish(lambda: run_ask(question, locale))


@cli.command()
@click.option("--to", type=click.Path(), help="Draw into this folder instead of the cache (PICTURES_DIR).")
@click.option("--sheet", type=click.Path(), help="Only draw this PNG: all stills with their titles.")
def pictures(to: str | None, sheet: str | None) -> None:
    """Draw the still and the moving picture of every exercise, and print where they are."""
    from bot.cli.pictures import run_pictures, run_sheet

    if to and sheet:
        raise click.UsageError("--to and --sheet are two different tasks: use one of them")
    _finish(lambda: run_sheet(sheet) if sheet else run_pictures(to))


@cli.group()
def review() -> None:
    """See what has been approved, approve it, or withdraw it."""


@review.command(name="list")
@click.option("--kind", type=click.Choice(_KINDS), help="Only items of this kind.")
@click.option("--status", type=click.Choice(_STANDINGS), help="Only items that stand here.")
@click.option("--overdue", is_flag=True, help="Only approved items whose next review is late.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def review_list(kind: str | None, status: str | None, overdue: bool, as_json: bool) -> None:
    """List every item that is reviewed, and how many there are."""
    from bot.cli.review import run_list

    _finish(lambda: run_list(kind=kind, status=status, overdue=overdue, as_json=as_json))


@review.command(name="show")
@click.argument("item_id", metavar="ID")
def review_show(item_id: str) -> None:
    """Print an item's words as people read them, its sources and its history."""
    from bot.cli.review import run_show

    _finish(lambda: run_show(item_id))


@review.command(name="approve")
@click.argument("item_ids", metavar="ID…", nargs=-1)
@click.option("--reviewer", help='Who approves: "Dr Name, role".')
@click.option("--on", help="The day of the approval, such as 2026-11-23; today when left out.")
def review_approve(item_ids: tuple[str, ...], reviewer: str | None, on: str | None) -> None:
    """Approve items as their texts stand; an approval lapses when the text changes."""
    from bot.cli.review import run_approve

    _finish(lambda: run_approve(item_ids, reviewer=reviewer, on=on))


@review.command(name="retire")
@click.argument("item_id", metavar="ID")
def review_retire(item_id: str) -> None:
    """Withdraw an item from today: it is shown to nobody any more."""
    from bot.cli.review import run_retire

    _finish(lambda: run_retire(item_id))


def main() -> None:
    """The entry point of the installed command."""
    cli()


def _finish(command: object) -> None:
    from bot.app.ports import ChannelRefused, PictureError, StoreError
    from bot.i18n.errors import LanguageError
    from bot.review.errors import ReviewError
    from bot.settings import SettingsError
    from content.errors import ContentError
    from dialogs.loader import ProtocolError

    try:
        command()  # type: ignore[operator]
    except BrokenPipeError:
        raise  # whoever was reading has seen enough; click ends quietly
    except (
        SettingsError,
        StoreError,
        ChannelRefused,
        PictureError,
        ContentError,
        LanguageError,
        ProtocolError,
        ReviewError,
        OSError,
    ) as error:
        click.echo(f"steadyback: {error}", err=True)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
