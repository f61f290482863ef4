"""What the specification says must fire, must be left alone, must be asked; and what the product itself says."""

import tomllib
from pathlib import Path

import pytest

from dialogs.checks.lexicon import check_lexicons
from dialogs.checks.report import Report
from dialogs.loader import PROTOCOLS
from dialogs.warning_signs import Level
from tests.dialogs.warning_signs.product_words import product_words
from tests.dialogs.warning_signs.recognition import certain, check_harmless, warning_signs

HERE = Path(__file__).parent
URGENCY = [Level.SELF_HARM, Level.EMERGENCY, Level.URGENT]
PRESENT = {
    Level(name): texts for name, texts in tomllib.loads((HERE / "present.toml").read_text("utf-8")).items()
}
HARMLESS = tomllib.loads((HERE / "harmless.toml").read_text("utf-8"))


def reaches(text: str, level: Level) -> bool:
    found = certain(text)
    return bool(found) and URGENCY.index(found[0].level) <= URGENCY.index(level)


def test_present_signs_are_caught_at_their_level_or_above() -> None:
    texts = [(text, level) for level, group in PRESENT.items() for text in group]

    missed = [(level.value, text) for text, level in texts if not reaches(text, level)]

    rate = 1 - len(missed) / len(texts)
    print(f"\ncaught {rate:.1%} of {len(texts)}; missed: {missed}")
    assert len(texts) >= 200
    assert rate >= 0.97


def test_harmless_messages_are_left_alone() -> None:
    texts = [text for group in HARMLESS.values() for text in group]

    alarmed = check_harmless(texts)

    rate = 1 - len(alarmed) / len(texts)
    print(f"\nleft alone {rate:.1%} of {len(texts)}; alarmed: {alarmed}")
    assert len(texts) >= 200
    assert rate >= 0.95


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("no fever, but my crotch is numb", "ces_saddle_numbness"),
        ("my mum can't feel when she wipes", "ces_saddle_numbness"),
        ("should I worry that I can't feel my bum?", "ces_saddle_numbness"),
        ("I was fine until this morning, now I can't wee", "ces_urinary_retention"),
        ("my left leg gets weaker every day", "leg_weakness_progressive"),
        ("I want to kill myself", "self_harm"),
        ("a tight band of pain round my chest", "band_pain_trunk"),
        ("I have a new lump on my spine", "spine_deformity_new"),
        ("sudden agony in my testicle", "testicular_sudden"),
        ("kidney stone pain again", "flank_colic"),
        ("my calf is swollen and hot", "leg_swollen_hot"),
        ("shingles rash on my back", "rash_blisters_band"),
        ("my hands have gone clumsy and my legs are heavy", "arm_and_leg_symptoms"),
        ("I had TB and now I have night sweats", "tb_history"),
        ("pelvic pain with smelly discharge", "pelvic_infection"),
        ("pain between my shoulder blades and a fever", "thoracic_pain"),
    ],
)
def test_what_the_specification_says_fires_fires(text: str, sign: str) -> None:
    assert sign in {finding.sign for finding in warning_signs().find(text)}


def test_the_most_urgent_sign_comes_first_and_each_once() -> None:
    found = warning_signs().find("I have a fever, my groin is numb, my groin is numb and I want to die")

    assert found[0].level is Level.SELF_HARM
    assert [finding.level for finding in found] == sorted(
        (finding.level for finding in found), key=URGENCY.index
    )
    assert len({finding.sign for finding in found}) == len(found)


def test_a_risk_lifts_a_fever_to_an_emergency() -> None:
    plain = certain("I have a fever")
    lifted = certain("I have a fever and I am on chemo")

    assert (plain[0].tier, lifted[0].tier) == ("urgent_same_day", "emergency_today")


def test_a_finding_shows_the_words_that_fired() -> None:
    found = warning_signs().find("Since Monday my crotch is numb, sorry")

    assert "crotch is numb" in {finding.words for finding in found}


def test_despair_is_never_doubtful() -> None:
    texts = [text for group in (*HARMLESS.values(), *PRESENT.values()) for text in group]

    assert not [
        text
        for text in texts
        for finding in warning_signs().find(text)
        if finding.doubtful and finding.level is Level.SELF_HARM
    ]


def test_what_the_product_says_sets_off_nothing_when_typed_back() -> None:
    """After a change of the product's words that breaks this: `python -m tests.dialogs.warning_signs.train`."""
    fired = {
        (said.where, said.text): found
        for said in product_words()
        if not said.may_fire and (found := certain(said.text))
    }

    assert fired == {}


def test_the_words_of_every_language_can_work() -> None:
    table = tomllib.loads((PROTOCOLS / "low_back_pain" / "red_flags.toml").read_text("utf-8"))
    report = Report()

    check_lexicons(report, red_flags={row["id"] for row in table["red_flag"]})

    assert [finding.problem for finding in report.findings] == []
