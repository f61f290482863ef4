"""Shows that the tests would notice a broken protocol: every small way to break its data is tried, and must be noticed."""

from __future__ import annotations

import json
import os
import tomllib
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest

from content.library import load_library
from dialogs import loader
from dialogs.loader import ProtocolError, load_protocol
from tests.support.mutator import Mutant, mutants, originals, write
from tests.support.watch import problems

#: Pieces that the work is cut into, so that the processor's cores can share it.
PIECES = 8

#: Mutants that nothing notices because they leave every result as it is, with the reason why; see the file for what they
#: may change.
SIGNED_OFF: dict[str, str] = {
    name: group["why"]
    for group in tomllib.loads(Path(__file__).with_name("signed_off_mutants.toml").read_text("utf-8"))[
        "group"
    ]
    for name in group["mutants"]
}

TABLES = originals()
MUTANTS = mutants(TABLES)


@pytest.fixture(scope="module")
def library():
    return load_library()


@pytest.fixture(autouse=True)
def _reads_json(monkeypatch):
    """Mutants are written as JSON, which says the same and is read much faster."""
    monkeypatch.setattr(loader, "tomllib", SimpleNamespace(loads=json.loads, TOMLDecodeError=ValueError))


def noticed(mutant: Mutant | None, library, folder) -> str:
    """What notices this mutant first; empty = nothing does."""
    write(mutant, TABLES, folder)
    try:
        protocol = load_protocol(root=folder)
        if mutant is None:
            return next(problems(protocol, library), "")
        data_only = mutant.file == "red_flags.toml" or "cit" in mutant.kind
        return next(problems(protocol, library, mutant.facts, proofs_first=data_only), "")
    except ProtocolError as error:
        return f"loading: {error}"
    except Exception as error:  # a protocol that cannot be used at all does not go unnoticed
        return f"crash: {error!r}"


def test_the_unbroken_protocol_raises_no_alarm(library, tmp_path):
    assert noticed(None, library, tmp_path) == ""


#: `make mutants` also looks whether everything on the list still goes unnoticed, which takes several minutes.
EVERY = os.environ.get("MUTANTS") == "all"


@pytest.mark.parametrize("piece", range(PIECES))
def test_every_mutant_is_noticed_unless_it_is_signed_off(library, tmp_path, piece):
    mine = [mutant for mutant in MUTANTS[piece::PIECES] if EVERY or str(mutant) not in SIGNED_OFF]
    survivors = {str(mutant) for mutant in mine if not noticed(mutant, library, tmp_path)}
    assert survivors == {str(mutant) for mutant in mine} & set(SIGNED_OFF)


def test_every_mutant_has_a_name_of_its_own():
    doubles = [name for name, count in Counter(map(str, MUTANTS)).items() if count > 1]
    assert doubles == []


def test_the_signed_list_names_only_mutants_that_exist():
    assert set(SIGNED_OFF) <= set(map(str, MUTANTS))


def test_at_least_95_of_100_mutants_are_noticed():
    assert len(SIGNED_OFF) <= 0.05 * len(MUTANTS)


def test_every_mutant_on_the_list_is_there_for_a_reason():
    assert all(len(why) > 20 for why in SIGNED_OFF.values())
