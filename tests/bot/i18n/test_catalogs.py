"""A language is offered only when every safety text is finished; English costs nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.i18n.catalogs import Catalogs, load_catalogs
from bot.i18n.errors import BadCatalog, BadRegistry, UnknownLocale, WithheldText
from bot.i18n.pseudo import pseudo
from bot.i18n.registry import load_registry
from content.model import Status
from tests.bot.i18n.samples import catalogs, language, source, sources, write_catalog, write_po_text

SAFETY = "question.ces_bowel.prompt"
PLAIN = "phrase.button.back"
ENGLISH = {source.context: source.text for source in sources()}


def accented(context: str, text: str) -> str:
    return pseudo(text)


def but(context: str, said: str) -> Callable[[str, str], str]:
    return lambda slug, text: said if slug == context else pseudo(text)


def test_the_shipped_catalogs_offer_english() -> None:
    shipped = load_catalogs()

    assert "en" in shipped.offered
    assert shipped.name("en") == "English"
    assert shipped.text("any.slug", "Any words", "en") == "Any words"


def test_english_reads_no_file(tmp_path: Path) -> None:
    spoken = catalogs(tmp_path / "nowhere", language("de"))

    assert spoken.text(SAFETY, ENGLISH[SAFETY], "en") == ENGLISH[SAFETY]


def test_a_finished_language_is_offered_and_spoken(tmp_path: Path) -> None:
    write_catalog(tmp_path, "de", accented)
    spoken = catalogs(tmp_path, language("de"))

    assert spoken.offered == ("en", "de")
    assert [s.context for s in sources() if spoken.text(s.context, s.text, "de") != pseudo(s.text)] == []


def test_a_fuzzy_safety_text_withholds_the_language(tmp_path: Path) -> None:
    write_catalog(tmp_path, "de", accented, fuzzy=frozenset({SAFETY}))
    spoken = catalogs(tmp_path, language("de"))

    assert spoken.offered == ("en",)
    assert spoken.withheld("de") == [f"{SAFETY}: has no finished translation"]
    with pytest.raises(WithheldText, match=SAFETY):
        spoken.text(SAFETY, ENGLISH[SAFETY], "de")


def test_a_missing_safety_text_withholds_the_language(tmp_path: Path) -> None:
    write_catalog(tmp_path, "de", but(SAFETY, ""))

    assert catalogs(tmp_path, language("de")).offered == ("en",)


def test_a_safety_text_without_its_placeholder_withholds_the_language(tmp_path: Path) -> None:
    write_catalog(tmp_path, "de", but("phrase.call.known", "Rufen Sie an"))
    spoken = catalogs(tmp_path, language("de"))

    assert spoken.offered == ("en",)
    assert spoken.withheld("de") == ["phrase.call.known: {number} is missing: put it in"]


def test_a_safety_text_whose_english_changed_withholds_the_language(tmp_path: Path) -> None:
    write_catalog(tmp_path, "de", accented)
    changed = [
        source(s.context, f"{s.text} Now!", safety=True) if s.context == SAFETY else s for s in sources()
    ]
    spoken = Catalogs({"en": language("en"), "de": language("de")}, changed, tmp_path)

    assert spoken.offered == ("en",)


@pytest.mark.parametrize("fuzzy", [frozenset[str](), frozenset({PLAIN})])
def test_another_text_without_translation_stays_english(tmp_path: Path, fuzzy: frozenset[str]) -> None:
    write_catalog(tmp_path, "de", accented if fuzzy else but(PLAIN, ""), fuzzy=fuzzy)
    spoken = catalogs(tmp_path, language("de"))

    assert spoken.offered == ("en", "de")
    assert spoken.text(PLAIN, "Back", "de") == "Back"


def test_strict_review_offers_only_approved_languages_besides_english(tmp_path: Path) -> None:
    for tag in ("de", "fr", "it"):
        write_catalog(tmp_path, tag, accented)
    known = language("de"), language("fr", Status.ACTIVE), language("it", Status.RETIRED)

    assert catalogs(tmp_path, *known).offered == ("en", "de", "fr")
    assert catalogs(tmp_path, *known, strict=True).offered == ("en", "fr")


def test_somebody_whose_language_is_not_offered_is_served_in_english(tmp_path: Path) -> None:
    write_catalog(tmp_path, "de", accented)
    spoken = catalogs(tmp_path, language("de"))

    assert [spoken.served(tag) for tag in ("de", "en", "xx", None, "")] == ["de", "en", "en", "en", "en"]


def test_an_unknown_language_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(UnknownLocale, match=r"'xx'.*registry"):
        catalogs(tmp_path).text(SAFETY, "words", "xx")


@pytest.mark.parametrize(
    "text",
    [None, "msgid nonsense", 'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=evil();\\n"\n'],
)
def test_a_missing_or_broken_catalog_is_a_clear_error_and_not_offered(
    tmp_path: Path, text: str | None
) -> None:
    if text is not None:
        write_po_text(tmp_path, "de", text)

    spoken = catalogs(tmp_path, language("de"))

    with pytest.raises(BadCatalog, match=r"messages\.po"):
        spoken.text(SAFETY, ENGLISH[SAFETY], "de")
    assert spoken.offered == ("en",)
    assert "messages.po" in spoken.withheld("de")[0]


def test_counted_texts_take_the_form_of_their_language(tmp_path: Path) -> None:
    write_po_text(
        tmp_path,
        "pl",
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20)'
        ' ? 1 : 2);\\n"\n\n'
        'msgctxt "phrase.days"\nmsgid "{n} day"\nmsgid_plural "{n} days"\n'
        'msgstr[0] "{n} dzień"\nmsgstr[1] "{n} dni (2-4)"\nmsgstr[2] "{n} dni"\n',
    )
    spoken = catalogs(tmp_path, language("pl"))

    said = [spoken.plural("phrase.days", "{n} day", "{n} days", n, "pl") for n in (1, 3, 5)]
    assert said == ["{n} dzień", "{n} dni (2-4)", "{n} dni"]
    assert [spoken.plural("phrase.days", "{n} day", "{n} days", n, "en") for n in (0, 1, 2)] == [
        "{n} days",
        "{n} day",
        "{n} days",
    ]


@pytest.mark.parametrize(
    ("tag", "direction"),
    [("en", "ltr"), ("de", "ltr"), ("ar", "rtl"), ("fa", "rtl"), ("he", "rtl"), ("ur", "rtl")],
)
def test_the_direction_comes_from_the_language(tmp_path: Path, tag: str, direction: str) -> None:
    assert catalogs(tmp_path).direction(tag) == direction


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[en",
        '[de]\nname = "Deutsch"\nstatus = "draft"\ntranslator = "x"\ndate = 2026-11-22\n',
        '[en]\nname = "English"\nstatus = "finished"\ntranslator = "x"\ndate = 2026-11-22\n',
        '[en]\nname = "English"\nstatus = "active"\ntranslator = "x"\ndate = 2026-11-22\n',
        '[en]\nname = "English"\nstatus = "draft"\ntranslator = "x"\n',
        '[en]\nname = "English"\nstatus = "draft"\ntranslator = "x"\ndate = 2026-11-22\ncolour = "red"\n',
    ],
)
def test_a_broken_registry_is_a_clear_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "registry.toml").write_text(text)

    with pytest.raises(BadRegistry, match=r"registry\.toml"):
        load_registry(tmp_path)


def test_a_missing_registry_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(BadRegistry, match="restore it"):
        load_registry(tmp_path)
