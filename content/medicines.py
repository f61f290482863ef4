"""Label doses by medicine and group of countries, read from `medicines.toml`.

Whether a person may see one is decided in `dialogs.education`; the default is no.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from content.errors import BadField
from content.fields import Fields
from content.loader import read_toml

#: The group of every country that no group lists, and of people whose country is unknown.
OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """What the label of one medicine says in one group of countries."""

    medicine: str
    group: str
    #: Body source text (paragraphs, `- ` lists, bold); every number in it is also in `numbers`.
    text: str
    #: Such as `max_mg_24h` -> 1200; empty where the text says "follow your packet".
    numbers: Mapping[str, float]
    citations: tuple[str, ...]
    #: False = general knowledge that a reviewer has to confirm.
    verified: bool
    #: SHA-256 (16 hex characters) of everything that an approval covers.
    hash: str

    @property
    def id(self) -> str:
        return f"{self.medicine}.{self.group}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Medicine:
    """One painkiller from a shop."""

    #: Also the id of its card.
    id: str
    #: `anti_inflammatory` or `paracetamol`: two of one kind are never combined.
    kind: str
    #: Names in shops and in questions, such as acetaminophen; lower case.
    names: tuple[str, ...]
    #: By group; the group `other` is always there.
    doses: Mapping[str, Dose]


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicineShelf:
    """All medicines and the groups of countries."""

    #: ISO code -> group.
    group_of: Mapping[str, str]
    medicines: Mapping[str, Medicine]

    def group(self, country: str | None) -> str:
        """The group of a country; `other` when it is unknown or in none."""
        return self.group_of.get(country or "", OTHER)

    def dose(self, medicine: str, country: str | None) -> Dose:
        """What the label says where the person lives; raises KeyError for an unknown medicine."""
        doses = self.medicines[medicine].doses
        return doses.get(self.group(country), doses[OTHER])


def read_medicines(path: Path) -> MedicineShelf:
    """The medicines in `medicines.toml`."""
    table = Fields(read_toml(path), path.name)
    groups = table.inner("groups")
    if groups is None:
        raise BadField(f"{path.name}: needs a [groups] table with the countries of each group")
    group_of = {
        str(country): name
        for name, countries in groups.rest()
        for country in (countries if isinstance(countries, list) else ())
    }
    known = {*group_of.values(), OTHER}
    medicines = tuple(_medicine(Fields(one, path.name), known) for one in table.tables("medicine"))
    table.end()
    return MedicineShelf(group_of=group_of, medicines={medicine.id: medicine for medicine in medicines})


def _medicine(table: Fields, groups: set[str]) -> Medicine:
    id_ = table.text("id")
    table.where = f"{table.where}: {id_}"
    doses = table.inner("doses")
    if doses is None:
        raise BadField(f"{table.where}: needs [medicine.doses.<group>] tables")
    found = {group: _dose(id_, group, Fields(dose, f"{table.where} {group}")) for group, dose in doses.rest()}
    if OTHER not in found or not found.keys() <= groups:
        raise BadField(f"{table.where}: needs doses for `other`, and only for groups listed under [groups]")
    medicine = Medicine(id=id_, kind=table.text("kind"), names=table.texts("names"), doses=found)
    table.end()
    return medicine


def _dose(medicine: str, group: str, table: Fields) -> Dose:
    numbers = table.inner("numbers")
    text, citations = table.text("text"), table.texts("citations")
    found = {} if numbers is None else {name: float(str(value)) for name, value in numbers.rest()}
    verified = table.flag("verified")
    table.end()
    digest = hashlib.sha256("\x1f".join((medicine, group, text, *citations)).encode()).hexdigest()[:16]
    return Dose(
        medicine=medicine,
        group=group,
        text=text,
        numbers=found,
        citations=citations,
        verified=verified,
        hash=digest,
    )
