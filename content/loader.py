"""Reads the files of this folder into typed values, so that everything behind it can trust what it holds.

It looks at one file at a time: whether files agree with each other, and read well, is asked in `checks`.
Every error is a `ContentError`; the tree is drawn in `errors`.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from content import markup
from content.errors import BadField, BadMarkup, MissingFile, UnreadableFile
from content.fields import Fields
from content.model import (
    Card,
    Citation,
    ClaimTopic,
    Confidence,
    CountryNumbers,
    NumberKind,
    Period,
    PhoneNumber,
    Review,
    RiskClass,
    Status,
    Topic,
)

_FENCE = "+++"


@dataclass(frozen=True, slots=True, kw_only=True)
class NumbersFile:
    """What `emergency_numbers.toml` holds."""

    #: The day on which the file as a whole was last looked through.
    as_of: date
    countries: tuple[CountryNumbers, ...]


def read_card(path: Path) -> Card:
    """The card in `<topic>/<id>.md`: a TOML header between two `+++` lines, then the body."""
    where = f"{path.parent.name}/{path.name}"
    parts = f"\n{_read(path)}".split(f"\n{_FENCE}\n", maxsplit=2)
    if len(parts) != 3 or parts[0].strip():
        raise UnreadableFile(f"{where}: should open with a header between two lines of {_FENCE}")
    return _card(path, Fields(_toml(parts[1], where), where), body=parts[2].strip())


def read_citations(path: Path) -> tuple[Citation, ...]:
    """The sources in `citations.toml`, one table per key, in file order."""
    table = Fields(read_toml(path), path.name)
    return tuple(_citation(key, Fields(value, f"{path.name}: {key}")) for key, value in table.rest())


def read_numbers(path: Path) -> NumbersFile:
    """The telephone numbers in `emergency_numbers.toml`, one table per country, in file order."""
    table = Fields(read_toml(path), path.name)
    as_of = table.day("as_of")
    if as_of is None:
        raise BadField(f"{path.name}: needs as_of = the day on which the file was last looked through")
    sources = _sources(table)
    countries = tuple(
        _country(code, Fields(value, f"{path.name}: {code}"), sources) for code, value in table.rest()
    )
    return NumbersFile(as_of=as_of, countries=countries)


def read_review(table: Fields) -> Review:
    """The review fields of a header; the protocol and the locales use the same names."""
    return Review(
        status=table.choice("status", Status),
        author=table.text("author"),
        reviewer=table.optional_text("reviewer"),
        endorser=table.optional_text("endorser"),
        approval_date=table.day("approval_date"),
        last_review_date=table.day("last_review_date"),
        effective_period=_period(table.inner("effective_period")),
        risk_class=table.choice("risk_class", RiskClass),
        approved_hash=table.optional_text("approved_hash"),
    )


def _period(table: Fields | None) -> Period | None:
    if table is None:
        return None
    period = Period(start=table.day("start"), end=table.day("end"))
    table.end()
    return period


def _card(path: Path, header: Fields, body: str) -> Card:
    title, citations = header.text("title"), header.texts("citations")
    not_for, gate = header.texts("not_for"), header.optional_text("gate")
    related, review = header.texts("related"), read_review(header)
    instead, anytime = header.optional_text("instead"), header.optional_flag("anytime")
    keywords, claims = header.texts("keywords"), read_claims(header)
    header.end()
    _require_markup(body, header.where)
    return Card(
        id=path.stem,
        topic=path.parent.name,
        title=title,
        body=body,
        citations=citations,
        not_for=not_for,
        gate=gate,
        related=related,
        review=review,
        instead=instead,
        anytime=anytime,
        keywords=keywords,
        claims=claims,
        hash=card_hash(title, body, citations, not_for=not_for, gate=gate, anytime=anytime, instead=instead),
    )


def card_hash(
    title: str,
    body: str,
    citations: tuple[str, ...],
    *,
    not_for: tuple[str, ...],
    gate: str | None,
    anytime: bool,
    instead: str | None = None,
) -> str:
    """SHA-256 (16 hex characters) of everything that an approval of a card covers."""
    facts = ("gate", gate or "", "anytime", str(anytime), "instead", instead or "")
    return _hash(title, body, *citations, "not_for", *not_for, *facts)


def read_claims(table: Fields) -> tuple[tuple[str, str], ...]:
    """The `claims = ["topic = value", …]` of a header, as pairs."""
    pairs = [claim.partition("=") for claim in table.texts("claims")]
    for topic, sign, value in pairs:
        if not (sign and topic.strip() and value.strip()):
            raise BadField(f'{table.where}: claims should be such as ["heat = helps"], not {topic!r}')
    return tuple((topic.strip(), value.strip()) for topic, _, value in pairs)


def read_topics(path: Path) -> tuple[Topic, ...]:
    """The shelves in `topics.toml`, one table per folder, in the order of the menu."""
    table = Fields(read_toml(path), path.name)
    return tuple(_topic(id_, Fields(value, f"{path.name}: {id_}")) for id_, value in table.rest())


def _topic(id_: str, table: Fields) -> Topic:
    topic = Topic(id=id_, title=table.text("title"), cards=table.texts("cards"))
    table.end()
    return topic


def read_claim_topics(path: Path) -> tuple[ClaimTopic, ...]:
    """What may be claimed, from `claims.toml`: one table per topic."""
    table = Fields(read_toml(path), path.name)
    return tuple(_claim_topic(id_, Fields(value, f"{path.name}: {id_}")) for id_, value in table.rest())


def _claim_topic(id_: str, table: Fields) -> ClaimTopic:
    values = table.inner("values")
    if values is None:
        raise BadField(f'{table.where}: needs values = {{ a_value = "what it means" }}')
    meanings = tuple((value, str(meaning)) for value, meaning in values.rest())
    topic = ClaimTopic(id=id_, values=meanings, citations=table.texts("citations"))
    table.end()
    return topic


def read_toml(path: Path) -> Mapping[str, object]:
    """The tables of a TOML file. Raises MissingFile or UnreadableFile."""
    return _toml(_read(path), path.name)


def _require_markup(body: str, where: str) -> None:
    if not body:
        raise BadField(f"{where}: has no body: write the card's text below the header")
    try:
        markup.to_html(body)
    except BadMarkup as error:
        raise BadMarkup(f"{where}: {error}") from None


def _citation(key: str, table: Fields) -> Citation:
    citation = Citation(
        key=key,
        title=table.text("title"),
        identifier=table.text("identifier"),
        url=table.optional_text("url"),
        year=table.integer("year"),
        confidence=table.choice("confidence", Confidence),
        note=table.optional_text("note") or "",
    )
    table.end()
    return citation


def _sources(table: Fields) -> Mapping[str, str]:
    sources = table.inner("sources")
    if sources is None:
        raise BadField(f"{table.where}: needs a [sources] table with the address of each source")
    return {key: str(address) for key, address in sources.rest()}


def _country(code: str, table: Fields, sources: Mapping[str, str]) -> CountryNumbers:
    entries = tuple(
        _phone(kind, Fields(entry, f"{table.where} {kind}"), sources)
        for kind in NumberKind
        for entry in table.tables(kind)
    )
    note = table.optional_text("note") or ""
    table.end()
    by_kind = {kind: tuple(e.number for e in entries if e.kind is kind) for kind in NumberKind}
    if not by_kind[NumberKind.AMBULANCE]:
        raise BadField(f'{table.where}: needs at least one ambulance = [{{ number = "…", … }}]')
    return CountryNumbers(
        country=code,
        ambulance=by_kind[NumberKind.AMBULANCE],
        general=_single(by_kind, NumberKind.GENERAL, table.where),
        urgent_line=_single(by_kind, NumberKind.URGENT_LINE, table.where),
        crisis=_single(by_kind, NumberKind.CRISIS, table.where),
        poison=_single(by_kind, NumberKind.POISON, table.where),
        source_url=entries[0].source_url,
        verified_on=entries[0].verified_on,
        verified=entries[0].verified,
        note=note,
        entries=entries,
    )


def _single(by_kind: Mapping[NumberKind, tuple[str, ...]], kind: NumberKind, where: str) -> str | None:
    numbers = by_kind[kind]
    if len(numbers) > 1:
        raise BadField(f"{where}: holds {len(numbers)} numbers for {kind}: keep the one to say")
    return numbers[0] if numbers else None


def _phone(kind: NumberKind, table: Fields, sources: Mapping[str, str]) -> PhoneNumber:
    number, verified = table.text("number"), table.flag("verified")
    source, checked = table.optional_text("source"), table.day("checked")
    exception = table.optional_text("exception") or ""
    table.end()
    if source is not None and source not in sources:
        raise BadField(f"{table.where}: source {source!r} is not listed under [sources]")
    if verified and (source is None or checked is None):
        raise BadField(f"{table.where}: {number} is verified: give its source and the day it was checked")
    if not verified and checked is not None:
        raise BadField(f"{table.where}: {number} was checked: set verified = true or remove the day")
    return PhoneNumber(
        kind=kind,
        number=number,
        verified=verified,
        source_url=None if source is None else sources[source],
        verified_on=checked,
        exception=exception,
    )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise MissingFile(f"{path}: is not there: restore it from the repository") from None
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{path}: is not UTF-8 ({error}): save it as UTF-8") from None


def _toml(text: str, where: str) -> Mapping[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UnreadableFile(f"{where}: is not valid TOML: {error}") from None


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
