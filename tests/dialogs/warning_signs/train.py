"""Learns the weights of `dialogs.warning_signs.evidence` from the labelled messages beside this file.

    python -m tests.dialogs.warning_signs.train            writes dialogs/warning_signs/en_weights.toml

The same messages give the same weights: the order is shuffled by a fixed seed. Run it after changing the lexicon or the
messages; it takes about a minute. It never reads `phrases_blind.tsv`.
"""

from __future__ import annotations

import random
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import exp, sqrt
from pathlib import Path

from dialogs.warning_signs import WarningSigns
from dialogs.warning_signs.context import Context
from dialogs.warning_signs.evidence import ALWAYS, HARMLESS, SEPARATOR, features
from dialogs.warning_signs.lexicon import FOLDER, load_lexicon
from tests.dialogs.warning_signs.product_words import product_words

HERE = Path(__file__).parent
SEED = 1
EPOCHS = 20
STEP = 0.25
#: How strongly weights are pulled to 0; a feature must be in this many messages; weights below this are left out.
PULL, FEWEST, LEAST = 1.0, 2, 0.1
#: The tier of a level when the group says nothing else.
TIER = {"self_harm": "crisis_support", "emergency": "emergency_today", "urgent": "urgent_same_day"}
#: Level and group of a labelled message → the sign it stands for.
SIGN = {
    "saddle": "ces_saddle_numbness",
    "bladder": "ces_urinary_retention",
    "leak": "ces_urinary_incontinence",
    "bowel": "ces_bowel_incontinence",
    "sexual": "ces_sexual_change",
    "both_legs": "bilateral_leg_symptoms",
    "emergency weakness": "leg_weakness_progressive",
    "urgent weakness": "foot_drop_new",
    "chest": "chest_pain_breathless",
    "aorta": "aaa_rupture_pattern",
    "infection": "fever_chills",
    "medicine_harm": "severe_abdominal",
    "overdose": "medicine_overdose",
    "pregnancy": "pregnant_danger",
    "emergency trauma": "trauma_major",
    "urgent trauma": "trauma_minor_bone_risk",
    "cancer": "cancer_history",
    "emergency other": "cold_pale_leg",
    "urgent other": "rash_blisters_band",
    "self_harm": "self_harm",
}
#: Signs whose tier is not the one of their level.
NOW = {"chest_pain_breathless", "aaa_rupture_pattern", "cold_pale_leg"}

Labelled = tuple[str, str]


def read_tsv(path: Path) -> list[tuple[str, str, str]]:
    """The rows (level, group, message) of a file of labelled messages."""
    rows = [
        line.split("\t") for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")
    ]
    return [(level, group, text) for level, group, text in rows]


def class_of(level: str, group: str) -> str:
    """The class that a labelled message belongs to, as it is named in the file of weights."""
    if level == HARMLESS:
        return HARMLESS
    sign = SIGN.get(f"{level} {group}") or SIGN[group]
    tier = "emergency_now" if level == "emergency" and sign in NOW else TIER[level]
    return f"{sign} {tier}"


def labelled(signs: WarningSigns) -> list[Labelled]:
    """Every message beside this file that the rules may learn from, with its class."""
    rows = [
        (class_of(level, group), text)
        for name in ("phrases_dev", "training")
        for level, group, text in _rows(name)
    ]
    for texts in tomllib.loads((HERE / "harmless.toml").read_text("utf-8")).values():
        rows += [(HARMLESS, text) for text in texts]
    rows += [(HARMLESS, said.text) for said in product_words() if not said.may_fire]
    for level, texts in tomllib.loads((HERE / "present.toml").read_text("utf-8")).items():
        for text in texts:
            found = [finding for finding in signs.find(text) if finding.level == level]
            if found:
                rows.append((f"{found[0].sign} {found[0].tier}", text))
    return rows


def _rows(name: str) -> list[tuple[str, str, str]]:
    path = HERE / f"{name}.tsv"
    return read_tsv(path) if path.exists() else []


def learn(examples: Sequence[tuple[str, Iterable[str]]]) -> dict[str, dict[str, float]]:
    """Class → feature → weight, by logistic regression; the bias of a class is the weight of `ALWAYS`."""
    counts = Counter(name for _, found in examples for name in found)
    kept = {name for name, count in counts.items() if count >= FEWEST}
    classes = sorted({label for label, _ in examples})
    number = {label: at for at, label in enumerate(classes)}
    span = range(len(classes))
    weights = {name: [0.0] * len(classes) for name in (ALWAYS, *sorted(kept))}
    steps = {name: [0.05] * len(classes) for name in weights}
    rows = [(number[label], [ALWAYS, *(name for name in found if name in kept)]) for label, found in examples]
    pull = {name: PULL / max(1, counts.get(name, len(rows))) for name in weights}
    pull[ALWAYS] = 0.0
    shuffled = random.Random(SEED)
    for _ in range(EPOCHS):
        shuffled.shuffle(rows)
        for right, found in rows:
            vectors = [weights[name] for name in found]
            scores = [sum(column) for column in zip(*vectors, strict=True)]
            top = max(scores)
            shares = [exp(score - top) for score in scores]
            whole = sum(shares)
            errors = [share / whole for share in shares]
            errors[right] -= 1.0
            moved = [at for at in span if abs(errors[at]) > 0.002]
            for name in found:
                vector, step, drag = weights[name], steps[name], pull[name]
                for at in moved:
                    slope = errors[at] + drag * vector[at]
                    step[at] += slope * slope
                    vector[at] -= STEP * slope / sqrt(step[at])
    return {
        label: {
            name: round(weights[name][at], 1)
            for name in sorted(weights, key=lambda name: (-weights[name][at], name))
            if abs(weights[name][at]) >= LEAST
        }
        for at, label in enumerate(classes)
    }


def write(table: dict[str, dict[str, float]], path: Path) -> None:
    lines = [
        "# Learnt by `python -m tests.dialogs.warning_signs.train` from the labelled messages beside it;",
        "# do not edit. Class (sign and tier) -> what in a message speaks for it (above 0) or against it, strongest first.",
        "# `<concept>` stands in the lexicon of the locale; `begin*` is the beginning of a word.",
        "# Status: draft; no clinician has reviewed it.",
    ]
    for label, weights in table.items():
        lines += ["", f'["{label}"]']
        for weight in sorted(set(weights.values()), reverse=True):
            found = [name for name in weights if weights[name] == weight]
            lines += [f'"{weight:+}" = [', *(f'  "{line}",' for line in _lines(found)), "]"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _lines(found: Iterable[str]) -> Iterator[str]:
    line = ""
    for name in found:
        if line and len(line) + len(name) > 108:
            yield line
            line = ""
        line += f"{SEPARATOR}{name}" if line else name
    yield line


def examples_of(signs: WarningSigns, rows: Iterable[Labelled]) -> list[tuple[str, list[str]]]:
    """The features of each message."""
    examples = []
    for label, text in rows:
        sentences = signs.read(text)
        examples.append((label, list(features(sentences, Context(sentences)))))
    return examples


def main() -> None:
    signs = WarningSigns(load_lexicon("en"))
    write(learn(examples_of(signs, labelled(signs))), FOLDER / "en_weights.toml")


if __name__ == "__main__":
    sys.exit(main())
