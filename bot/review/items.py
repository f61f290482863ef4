"""Lists every item that can be approved: the library's, the protocol's, the phrases', the word lists' and the languages'.

It reads no review itself and prints nothing: the ledger comes in, `records` loads it and `bot.cli.review` prints.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, replace
from pathlib import Path

from bot.i18n.phrases import Phrase
from bot.i18n.registry import LOCALES, Language
from bot.i18n.words import WORDS
from content.ledger import Ledger
from content.library import Library
from content.model import Review, Status
from content.review import Item, Kind, library_items, text_hash
from dialogs.conditions import Condition, describe
from dialogs.protocol import Disposition, Protocol, Question, RedFlag, ResultText, Rule
from dialogs.warning_signs.lexicon import FOLDER as LEXICONS

#: The item of all phrases that are not safety phrases.
OTHER_PHRASES = "phrases"

#: What tools write anew without changing a word: comments (not the mark that a translation is fuzzy) and dates.
_NOT_WORDS = re.compile(r'#(?!,)|"(?:POT-Creation|PO-Revision)-Date:|\s*$')


def review_items(
    protocol: Protocol,
    library: Library,
    phrases: Mapping[str, Phrase],
    languages: Mapping[str, Language],
    ledger: Ledger,
) -> tuple[Item, ...]:
    """Every item, in reading order: protocol, library, phrases, word lists, languages. Ids are unique."""
    return (
        *protocol_items(protocol, ledger),
        *library_items(library, ledger),
        *phrase_items(phrases.values(), ledger),
        *lexicon_items(ledger),
        *(locale_item(language, ledger) for language in languages.values()),
    )


# -- the protocol ----------------------------------------------------------------------------------------------
def protocol_items(protocol: Protocol, ledger: Ledger) -> Iterator[Item]:
    """Questions, rules, red flags and results."""

    def item(kind: Kind, id_: str, digest: str, citations: Iterable[str], *, yearly: bool) -> Item:
        review = ledger.review(f"{kind}.{id_}", protocol.review.author)
        return Item(
            id=f"{kind}.{id_}",
            kind=kind,
            hash=digest,
            citations=tuple(dict.fromkeys(citations)),
            review=review,
            yearly=yearly,
        )

    for question in protocol.questions:
        yield item(
            Kind.QUESTION, question.id, _question_hash(question), question.citations, yearly=question.danger
        )
    for rule in protocol.rules:
        yield item(Kind.RULE, rule.id, _rule_hash(rule), rule.citations, yearly=True)
    for flag in protocol.red_flags:
        yield item(Kind.RED_FLAG, flag.id, _flag_hash(flag), flag.citations, yearly=True)
    for result in protocol.dispositions:
        behind = (key for rule in protocol.rules if _leads_to(rule, result) for key in rule.citations)
        yield item(Kind.DISPOSITION, result.id, _result_hash(result), behind, yearly=False)


def _leads_to(rule: Rule, result: Disposition) -> bool:
    return any(case.disposition == result.id for case in rule.cases)


def _question_hash(question: Question) -> str:
    """Everything but the internal note and the hash that answers are bound to."""
    options = (part for option in question.options for part in astuple(option))
    return text_hash(
        *(question.id, question.name, question.kind, question.part),
        *(
            question.prompt,
            question.prompt_caregiver,
            question.why,
            question.clarify,
            question.clarify_caregiver,
        ),
        *(question.because, question.danger, question.sensitive, question.skippable, question.finish_first),
        *("stands_for", *question.stands_for, "ask_when", _when(question.ask_when)),
        *("citations", *question.citations, "options", *options),
    )


def _rule_hash(rule: Rule) -> str:
    cases = (part for case in rule.cases for part in (_when(case.when), case.disposition, case.category))
    return text_hash(rule.id, rule.title, rule.otherwise, *cases, "citations", *rule.citations)


def _flag_hash(flag: RedFlag) -> str:
    return text_hash(
        flag.id, flag.name, _when(flag.raised_by), flag.tier, flag.sign, "citations", *flag.citations
    )


def _result_hash(result: Disposition) -> str:
    words = (part for text in result.texts for part in _result_parts(text))
    return text_hash(result.id, result.rank, result.escalation, result.self_care_allowed, *words)


def _result_parts(text: ResultText) -> tuple[object, ...]:
    own = (text.do, text.say, text.avoid)
    return (text.id, _when(text.when), *own, text.do_caregiver, text.say_caregiver, text.avoid_caregiver)


def _when(condition: Condition | None) -> str:
    return "" if condition is None else describe(condition)


# -- phrases, word lists, languages ----------------------------------------------------------------------------
def phrase_items(phrases: Iterable[Phrase], ledger: Ledger) -> Iterator[Item]:
    """One item for each safety phrase, and one for all others together."""
    others = []
    for phrase in phrases:
        if phrase.safety:
            id_ = f"{Kind.PHRASE}.{phrase.id}"
            yield _uncited(id_, Kind.PHRASE, text_hash(phrase.text, phrase.one), ledger.review(id_))
        else:
            others += [phrase.id, phrase.text, phrase.one]
    yield _uncited(OTHER_PHRASES, Kind.PHRASE, text_hash(*others), ledger.review(OTHER_PHRASES))


def lexicon_items(ledger: Ledger, folder: Path = LEXICONS) -> Iterator[Item]:
    """The words of the warning signs, one item a file: one for each language, and the table of signs."""
    for path in sorted(folder.glob("*.toml")):
        id_ = f"{Kind.LEXICON}.{path.stem}"
        yield _uncited(id_, Kind.LEXICON, _files_hash(path), ledger.review(id_))


def locale_item(language: Language, ledger: Ledger, folder: Path = LOCALES) -> Item:
    """A language: its translations, and the words that it understands when they are typed."""
    id_ = f"{Kind.LOCALE}.{language.tag}"
    review = ledger.review(id_, language.translator)
    if language.status is Status.RETIRED:
        review = replace(review, status=Status.RETIRED)
    digest = text_hash(language.name, _files_hash(*locale_files(language.tag, folder)))
    return Item(id=id_, kind=Kind.LOCALE, hash=digest, citations=(), review=review, yearly=True)


def locale_files(tag: str, folder: Path = LOCALES) -> tuple[Path, ...]:
    """The files that hold a language; English has no catalog."""
    files = (folder / tag / "LC_MESSAGES" / "messages.po", WORDS / f"{tag}.toml")
    return tuple(path for path in files if path.is_file())


def _uncited(id_: str, kind: Kind, digest: str, review: Review) -> Item:
    """Words that rest on the items around them."""
    return Item(id=id_, kind=kind, hash=digest, citations=(), review=review, yearly=False)


def _files_hash(*paths: Path) -> str:
    lines = (line for path in paths for line in path.read_text(encoding="utf-8").splitlines())
    return text_hash(*(line.rstrip() for line in lines if not _NOT_WORDS.match(line)))
