"""Measures the recogniser on the labelled messages of every `phrases_*.tsv`; the tables are printed at the end of the run.

`phrases_dev.tsv` was tuned on, so it only shows that nothing was lost. `phrases_blind.tsv` decides: nobody who changes the
words, the patterns or the weights may read it.
"""

from collections import Counter
from pathlib import Path

import pytest

from dialogs.warning_signs import Level
from tests.dialogs.warning_signs.recognition import warning_signs
from tests.dialogs.warning_signs.train import read_tsv

HERE = Path(__file__).parent
URGENCY = [Level.SELF_HARM, Level.EMERGENCY, Level.URGENT]
#: File → the least share of dangers caught at their level and of harmless messages that raise no alert, and the most
#: harmless messages that are asked about.
LEAST = {"phrases_dev": (0.99, 0.97, 0.05), "phrases_blind": (0.97, 0.92, 0.05)}


def outcome(level: str, text: str) -> str:
    """`right`, `asked`, `low` (caught below its level), or `wrong`."""
    found = warning_signs().find(text)
    alerts = [finding.level for finding in found if not finding.doubtful]
    if level == "harmless":
        return "wrong" if alerts else "asked" if found else "right"
    wanted = {Level(level)} if level == Level.SELF_HARM else set(URGENCY[: URGENCY.index(Level(level)) + 1])
    if wanted & set(alerts):
        return "right"
    if wanted & {finding.level for finding in found}:
        return "asked"
    return "low" if alerts else "wrong"


@pytest.mark.parametrize("path", sorted(HERE.glob("phrases_*.tsv")), ids=lambda path: path.stem)
def test_messages_of_people_are_caught_and_left_alone(path: Path, record_property) -> None:
    rows = read_tsv(path)
    counts: dict[tuple[str, str], Counter[str]] = {}
    totals: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for level, group, text in rows:
        result = outcome(level, text)
        counts.setdefault((level, group), Counter())[result] += 1
        totals[level == "harmless"][result] += 1

    dangers, harmless = totals[False], totals[True]
    caught = dangers["right"] / dangers.total()
    alone = 1 - harmless["wrong"] / harmless.total()
    asked = harmless["asked"] / harmless.total()
    lines = [
        f"warning signs in typed text, {path.name}: {len(rows)} messages",
        f"  {'level':12}{'group':20}right asked   low wrong",
        *(
            f"  {level:12}{group:20}{row['right']:5}{row['asked']:6}{row['low']:6}{row['wrong']:6}"
            for (level, group), row in sorted(counts.items())
        ),
        f"  caught {dangers['right']} of {dangers.total()} = {caught:.1%}, asked about {dangers['asked']} more",
        f"  harmless left alone {harmless.total() - harmless['wrong']} of {harmless.total()} = {alone:.1%}, "
        f"of these asked about {harmless['asked']}",
    ]
    record_property("measured", "\n".join(lines))
    least_caught, least_alone, most_asked = LEAST[path.stem]
    assert caught >= least_caught
    assert alone >= least_alone
    assert asked <= most_asked
