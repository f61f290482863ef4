"""Keeps `locales/messages.pot` equal to the content: renders it without dates and says where it is stale.

It does not touch translations: `pybabel update -i locales/messages.pot -d locales` merges them.
Run `python -m bot.i18n.template` to write the template.
"""

from __future__ import annotations

import io
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

ROOT = Path(__file__).parents[2]
#: Lines of the header that change without a word changing, or that hold nothing yet.
_IDLE = tuple(
    f'"{field}:'
    for field in (
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Last-Translator",
        "Language-Team",
        "Report-Msgid-Bugs-To",
        "Generated-By",
    )
)


def render_template(root: Path = ROOT) -> str:
    """The template for the content under `root`: the same words always give the same text."""
    from babel.messages.pofile import write_po

    target = io.BytesIO()
    write_po(target, _extracted(root), width=100, include_lineno=False)
    lines = target.getvalue().decode("utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(_IDLE)).rstrip("\n") + "\n"


def is_stale(root: Path = ROOT) -> list[str]:
    """What differs between `locales/messages.pot` and the content, one line per text; empty = it is fresh."""
    path = _path(root)
    if not path.is_file():
        return [f"{path}: is not there: run python -m bot.i18n.template"]
    wanted, found = render_template(root), path.read_text(encoding="utf-8")
    if wanted == found:
        return []
    return _differences(_entries(found), _entries(wanted)) or ["layout: run python -m bot.i18n.template"]


def write_template(root: Path = ROOT) -> Path:
    """Write `locales/messages.pot` and return its path."""
    path = _path(root)
    path.write_text(render_template(root), encoding="utf-8")
    return path


def _path(root: Path) -> Path:
    return root / "locales" / "messages.pot"


def _extracted(root: Path) -> Catalog:
    from babel.messages.catalog import Catalog
    from babel.messages.extract import extract_from_dir

    mappings = tomllib.loads((root / "babel.toml").read_text(encoding="utf-8"))["mappings"]
    methods = [(mapping["pattern"], mapping["method"]) for mapping in mappings]
    catalog = Catalog(project="SteadyBack", version="1", charset="utf-8")
    catalog.header_comment = (
        "# English words of SteadyBack, for translators. Written by `python -m bot.i18n.template`."
    )
    for name, _, message, comments, context in extract_from_dir(root, methods):
        catalog.add(message, locations=[(name, 0)], auto_comments=comments, context=context)
    return catalog


def _entries(text: str) -> Mapping[str, object]:
    """Context -> everything that a translator sees of it."""
    from babel.messages.pofile import read_po

    catalog = read_po(io.BytesIO(text.encode("utf-8")))
    return {
        message.context or str(message.id): (
            message.id,
            tuple(message.auto_comments),
            tuple(message.locations),
        )
        for message in catalog
        if message.id
    }


def _differences(found: Mapping[str, object], wanted: Mapping[str, object]) -> list[str]:
    gone = [f"{slug}: is gone" for slug in found if slug not in wanted]
    new = [f"{slug}: is new" for slug in wanted if slug not in found]
    changed = [f"{slug}: has changed" for slug in wanted if slug in found and found[slug] != wanted[slug]]
    return [*new, *changed, *gone]


if __name__ == "__main__":
    write_template()
