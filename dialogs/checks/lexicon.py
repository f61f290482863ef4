"""Proves that the words of the warning signs can work: no idea without words, no words without use, no phrase out of reach.

It does not judge whether the words are the right ones: the labelled messages in the tests do.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from pathlib import Path

from dialogs.checks.report import Report
from dialogs.warning_signs.context import MARKERS
from dialogs.warning_signs.lexicon import FOLDER, Lexicon, SignTable, load_lexicon, load_signs
from dialogs.warning_signs.phrases import NUMBER_CLASSES, Entry, readings
from dialogs.warning_signs.reading import BREAKS

PROOF = "words of warning signs"

#: A file with this in its name holds learnt weights and no words.
_WEIGHTS = "_weights"


def check_lexicons(report: Report, *, red_flags: Set[str] | None = None, folder: Path = FOLDER) -> None:
    """Look at `signs.toml` and every `<locale>.toml` in `folder`; raises LexiconError for a file that cannot be read.

    `red_flags`: the ids of the master table that a sign must be one of; not looked at when None.
    """
    table = load_signs(folder / "signs.toml")
    for sign in sorted({pattern.sign for pattern in table.patterns} - (red_flags or set())):
        if red_flags is not None:
            report.find(PROOF, f"signs.toml: {sign} is no red flag of the master table")
    locales = sorted(
        path.stem
        for path in folder.glob("*.toml")
        if path.stem != "signs" and not path.stem.endswith(_WEIGHTS)
    )
    for locale in locales:
        lexicon = load_lexicon(locale, folder)
        for problem in (*_concepts(table, lexicon), *_entries(lexicon)):
            report.find(PROOF, f"{locale}.toml: {problem}")
    report.cover("languages with words of warning signs", len(locales))


def used_concepts(table: SignTable) -> frozenset[str]:
    """Every concept that a pattern, a group or the context asks for."""
    used = set(MARKERS) | set(BREAKS)
    for members in table.groups.values():
        used |= members
    for pattern in table.patterns:
        used |= pattern.unless | pattern.between_not
        used |= {concept for item in (*pattern.items, *pattern.together) for concept in item}
    return frozenset(used)


def _concepts(table: SignTable, lexicon: Lexicon) -> Iterator[str]:
    used = used_concepts(table)
    for concept in sorted(used - lexicon.concepts.keys()):
        yield f"{concept} is asked for and has no words"
    for concept in sorted(lexicon.concepts.keys() - used):
        yield f"{concept} has words and nothing asks for it"


def _entries(lexicon: Lexicon) -> Iterator[str]:
    for concept, entries in lexicon.concepts.items():
        seen: set[Entry] = set()
        for entry in entries:
            where = f"{concept}: {spelled(entry)!r}"
            if entry in seen:
                yield f"{where} stands there twice"
            seen.add(entry)
            for word in sorted({word for choice in entry.choices for phrase in choice for word in phrase}):
                if not (word.isalnum() and word == word.lower()) and word not in NUMBER_CLASSES:
                    if not _is_decimal(word):
                        yield f"{where}: {word!r} is no plain word; several words of one choice are joined by _"
                elif word in lexicon.misspellings:
                    yield f"{where}: {word!r} is a misspelling of {lexicon.misspellings[word]!r} as well; keep one"
            if not any(_can_match(phrase, lexicon) for phrase in readings(entry)):
                yield f"{where} can never match: its words are passed over as fillers"


def _can_match(phrase: tuple[str, ...], lexicon: Lexicon) -> bool:
    kept = [word for word in phrase if word not in lexicon.fillers]
    return len(kept) >= min(len(phrase), 2)


def _is_decimal(word: str) -> bool:
    return word.replace(".", "", 1).isdigit()


def spelled(entry: Entry) -> str:
    """An entry as it stands in the file."""
    choices = (
        "|".join("_".join(phrase) for phrase in choice if phrase) + "?" * (() in choice)
        for choice in entry.choices
    )
    return "!" * entry.weighty + " ".join(choices)
