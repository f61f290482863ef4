"""Topics, claims, medicines and plan steps: read whole, or refused with the file, the id and what would mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.errors import BadField, ContentError
from content.loader import read_claim_topics, read_topics
from content.medicines import read_medicines
from content.plan import When, read_plan

GROUPS = '[groups]\nuk = ["GB"]\n[[medicine]]\nid = "pill"\nkind = "paracetamol"\nnames = ["pill"]\n'
OTHER = '[medicine.doses.other]\ntext = "Follow your packet."\ncitations = ["a"]\nverified = false\n'
UK = (
    '[medicine.doses.uk]\ntext = "At most 8 a day."\nnumbers = { max_tablets_24h = 8 }\ncitations = ["a"]\n'
    "verified = true\n"
)
STEP = '[[step]]\nid = "walk"\nwhen = "today"\nslot = "move"\ntext = "Walk."\ncitations = ["a"]\n'


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "some.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_topics_keep_the_order_of_the_file(tmp_path: Path) -> None:
    topics = read_topics(written(tmp_path, '[b]\ntitle = "B"\ncards = ["x"]\n[a]\ntitle = "A"\ncards = []\n'))

    assert [(topic.id, topic.title, topic.cards) for topic in topics] == [("b", "B", ("x",)), ("a", "A", ())]


def test_a_claim_topic_says_what_may_be_claimed(tmp_path: Path) -> None:
    (claim,) = read_claim_topics(
        written(tmp_path, '["heat.use"]\nvalues = { helps = "it helps" }\ncitations = ["a"]\n')
    )

    assert (claim.id, claim.values, claim.citations) == ("heat.use", (("helps", "it helps"),), ("a",))


def test_a_dose_follows_the_country_and_every_other_country_its_packet(tmp_path: Path) -> None:
    shelf = read_medicines(written(tmp_path, GROUPS + UK + OTHER))

    assert shelf.dose("pill", "GB").numbers == {"max_tablets_24h": 8}
    assert [shelf.dose("pill", country).group for country in ("GB", "IN", None)] == ["uk", "other", "other"]


def test_a_changed_dose_has_another_hash(tmp_path: Path) -> None:
    before = read_medicines(written(tmp_path, GROUPS + UK + OTHER)).dose("pill", "GB")
    after = read_medicines(written(tmp_path, GROUPS + UK.replace("8 a", "6 a") + OTHER)).dose("pill", "GB")

    assert before.hash != after.hash


def test_a_plan_keeps_the_order_of_preference(tmp_path: Path) -> None:
    steps = read_plan(written(tmp_path, STEP + STEP.replace('"walk"', '"rest"').replace("today", "later")))

    assert [(step.id, step.when) for step in steps] == [("walk", When.TODAY), ("rest", When.LATER)]


@pytest.mark.parametrize(
    ("read", "text", "problem"),
    [
        (read_topics, '[a]\ncards = ["x"]', "some.toml: a: needs title"),
        (read_topics, '[a]\ntitle = "A"\ncolour = "red"', "does not know colour"),
        (read_claim_topics, "[a]\ncitations = []", "needs values"),
        (read_medicines, "", r"needs a \[groups\] table"),
        (read_medicines, GROUPS + UK, "needs doses for `other`"),
        (read_medicines, GROUPS + OTHER + OTHER.replace("other", "mars"), "only for groups listed"),
        (read_medicines, GROUPS, r"needs \[medicine.doses.<group>\]"),
        (read_medicines, GROUPS + OTHER.replace("verified = false", ""), "needs verified"),
        (read_plan, STEP.replace("today", "never"), "walk: when should be today or week or later"),
        (read_plan, STEP.replace("slot", "slots"), 'walk: needs slot = "…"'),
        (read_plan, STEP.replace('id = "walk"\n', ""), 'needs id = "…"'),
    ],
)
def test_a_mistake_is_named_with_its_file_and_its_mend(tmp_path: Path, read, text: str, problem: str) -> None:
    with pytest.raises(ContentError, match=problem):
        read(written(tmp_path, text))


def test_a_claim_without_a_value_is_refused(tmp_path: Path) -> None:
    from content.fields import Fields
    from content.loader import read_claims

    with pytest.raises(BadField, match="heat = helps"):
        read_claims(Fields({"claims": ["heat"]}, "moving/walk.md"))
