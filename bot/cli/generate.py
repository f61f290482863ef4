"""Writes what is generated from the data, or says where it differs: the catalog template and the pages of docs/clinical/.

It changes no words: edit dialogs/protocols/ and content/ instead.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path

import click

from bot.cli.protocol_page import diagram_page, protocol_page
from bot.i18n.template import ROOT, is_stale, write_template
from content.library import load_library
from dialogs.loader import load_protocol
from dialogs.machine import mermaid
from dialogs.protocol import Protocol

#: Differences shown for one file before the rest is only counted.
_MOST = 12


def run_protocol(*, draw: bool, update: bool) -> bool:
    """Print the diagram (`draw`), write the pages (`update`), or say whether they are current. False = they are not."""
    protocol = load_protocol()
    if draw:
        click.echo(mermaid(protocol), nl=False)
    if update:
        for path in write_pages(protocol):
            click.echo(f"wrote {path}")
        return True
    if draw:
        return True
    return _tell(stale_pages(protocol), "steadyback protocol --update", "docs/clinical/ is current")


def run_catalogs(*, update: bool) -> bool:
    """Write locales/messages.pot and the pages (`update`), or say whether they are current. False = they are not."""
    if update:
        click.echo(f"wrote {write_template()}")
        return run_protocol(draw=False, update=True)
    problems = [*is_stale(), *stale_pages(load_protocol())]
    return _tell(
        problems, "steadyback catalogs --update", "locales/messages.pot and docs/clinical/ are current"
    )


def pages(protocol: Protocol) -> Mapping[str, str]:
    """The text of every generated page by its path from the root."""
    citations = load_library().citations_by_key
    return {
        "docs/clinical/protocol.md": protocol_page(protocol, citations),
        "docs/clinical/interview.mmd": mermaid(protocol),
        "docs/clinical/interview.md": diagram_page(protocol),
    }


def write_pages(protocol: Protocol, root: Path = ROOT) -> list[Path]:
    """Write every page under `root` and return their paths."""
    written = []
    for name, text in pages(protocol).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written


def stale_pages(protocol: Protocol, root: Path = ROOT) -> list[str]:
    """What differs between the pages under `root` and the protocol, line by line; empty = they are current."""
    return [problem for name, text in pages(protocol).items() for problem in _differences(root, name, text)]


def _differences(root: Path, name: str, wanted: str) -> list[str]:
    path = root / name
    if not path.is_file():
        return [f"{name}: is not there"]
    found = path.read_text(encoding="utf-8")
    if found == wanted:
        return []
    lines = [
        f"{name}: {line}"
        for line in difflib.unified_diff(found.splitlines(), wanted.splitlines(), lineterm="", n=0)
        if line[:1] in "+-" and line[:3] not in ("+++", "---")
    ]
    more = [f"{name}: and {len(lines) - _MOST} more lines"] if len(lines) > _MOST else []
    return [*lines[:_MOST], *more] or [f"{name}: differs in blank space only"]


def _tell(problems: list[str], mend: str, fine: str) -> bool:
    for problem in problems:
        click.echo(problem)
    click.echo(f"run `{mend}`" if problems else fine)
    return not problems
