"""Writes the protocol as a page that a clinician can review from top to bottom, without reading TOML.

It leaves nothing out that a patient may read, and adds nothing that is not in the data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from content.markup import plain
from content.model import Citation, Review
from dialogs.conditions import describe
from dialogs.machine import mermaid
from dialogs.protocol import Disposition, Kind, Option, Part, Protocol, Question, RedFlag, ResultText, Rule

_GENERATED = "<!-- Written by `steadyback protocol --update`. Change the files in dialogs/protocols/, not this page. -->"
_PARTS = {
    Part.PREFACE: "Before the interview",
    Part.TRIAGE: "The interview",
    Part.MEDICINE: "Before anything about painkillers",
    Part.PLAN: "Before a plan",
    Part.DOUBT: "When typed words leave a doubt",
}
_KINDS = {
    Kind.YES_NO: "yes / no / not sure",
    Kind.CHOICE: "one answer",
    Kind.CHECKLIST: "any number of ticks",
}


def protocol_page(protocol: Protocol, citations: Mapping[str, Citation]) -> str:
    """The whole protocol as Markdown; the same data always gives the same page."""
    lines = [
        *_head(protocol),
        *_questions(protocol),
        *_red_flags(protocol),
        *_rules(protocol),
        *_results(protocol),
        *_sources(protocol, citations),
    ]
    return "\n".join(lines).rstrip("\n") + "\n"


def diagram_page(protocol: Protocol) -> str:
    """The interview's diagram, drawn by any viewer of Markdown that knows mermaid."""
    return (
        f"{_GENERATED}\n\n# The interview as a diagram\n\n"
        f"Protocol `{protocol.id}` version {protocol.version}, status {protocol.review.status}. "
        "Arrows are the steps forward. Going back, changing an answer, side questions and typed warning signs are "
        "possible from everywhere.\n\n"
        f"```mermaid\n{mermaid(protocol)}```\n"
    )


# -- head ------------------------------------------------------------------------------------------------------
def _head(protocol: Protocol) -> Iterator[str]:
    review = protocol.review
    yield from (_GENERATED, "", f"# Protocol `{protocol.id}`, version {protocol.version}", "")
    if not _is_approved(review):
        yield from ("**Draft: no clinician has approved this text. Not for clinical use.**", "")
    yield from ("| | |", "|---|---|")
    for name, value in (
        ("Status", review.status),
        ("Author", review.author),
        ("Reviewer", review.reviewer),
        ("Endorsed by", review.endorser),
        ("Approved on", review.approval_date),
        ("Last review", review.last_review_date),
        ("Next review due", review.review_by()),
    ):
        yield f"| {name} | {_or_nobody(value)} |"
    yield ""
    yield f"{len(protocol.questions)} questions, {len(protocol.red_flags)} red flags, {len(protocol.rules)} rules, "
    yield f"{len(protocol.dispositions)} results. The most urgent rule wins."
    ending = " or ".join(f"`{d.id}`" for d in protocol.dispositions if d.rank >= protocol.exit_rank)
    yield f"The first answer that leads to {ending} ends the questions, apart from those marked “asked all the same”."
    yield '"Not sure" never counts as "no".'
    yield ""


def _is_approved(review: Review) -> bool:
    return review.endorser is not None and review.approval_date is not None


def _or_nobody(value: str | date | None) -> str:
    return str(value) if value else "nobody / never"


# -- questions -------------------------------------------------------------------------------------------------
def _questions(protocol: Protocol) -> Iterator[str]:
    for part, title in _PARTS.items():
        yield from (f"## {title}", "")
        asked = [question for question in protocol.questions if question.part is part]
        for number, question in enumerate(asked, start=1):
            yield from _question(number, question)


def _question(number: int, question: Question) -> Iterator[str]:
    yield from (f"### {number}. {question.name} `{question.id}`", "")
    yield f"{_KINDS[question.kind].capitalize()}. {' '.join(_marks(question))}".rstrip()
    yield ""
    yield f"- **Asked:** {describe(question.ask_when) if question.ask_when else 'always'}"
    yield from _texts("To the person", question.prompt)
    if question.prompt_caregiver != question.prompt:
        yield from _texts("To a caregiver", question.prompt_caregiver)
    if question.why:
        yield from _texts("Why", question.why)
    if question.clarify:
        yield from _texts("After “not sure”", question.clarify)
    if question.clarify_caregiver and question.clarify_caregiver != question.clarify:
        yield from _texts("After “not sure”, to a caregiver", question.clarify_caregiver)
    if question.because:
        yield f"- **Named as:** “{question.because}”"
    yield from (f"- **Sources:** {_keys(question.citations)}", "")
    yield from _options(question.options)


def _marks(question: Question) -> Iterator[str]:
    if question.danger:
        yield "Danger question: asked again after 24 hours."
    if question.sensitive:
        yield "Sensitive: may be read as a list instead."
    if question.skippable:
        yield "May be declined."
    if question.finish_first:
        yield "Asked all the same when an emergency is already known."
    if question.stands_for:
        yield f"Only in list mode; stands for {', '.join(f'`{id_}`' for id_ in question.stands_for)}."


def _options(options: tuple[Option, ...]) -> Iterator[str]:
    if not options:
        return
    yield from ("| Answer | Button | Named as |", "|---|---|---|")
    for option in options:
        label = option.label
        if option.label_caregiver:
            label += f" / to a caregiver: {option.label_caregiver}"
        yield f"| `{option.id}` | {_cell(label)} | {_cell(option.because or '')} |"
    yield ""


# -- rules -----------------------------------------------------------------------------------------------------
def _red_flags(protocol: Protocol) -> Iterator[str]:
    yield from (
        "## Red flags",
        "",
        "The least result that each sign leads to, whatever else is answered.",
        "",
    )
    yield from (
        "| Sign | Least result | Raised by | On the card of warning signs | Sources |",
        "|---|---|---|---|---|",
    )
    yield from (_red_flag(flag) for flag in protocol.red_flags)
    yield ""


def _red_flag(flag: RedFlag) -> str:
    tier = f"`{flag.tier}`" if flag.tier else "modifier"
    cells = (
        f"{flag.name} `{flag.id}`",
        tier,
        describe(flag.raised_by),
        flag.sign or "",
        _keys(flag.citations),
    )
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _rules(protocol: Protocol) -> Iterator[str]:
    yield from ("## Decision table", "", "All rules are looked at; the most urgent result wins.", "")
    for rule in protocol.rules:
        yield from _rule(rule)


def _rule(rule: Rule) -> Iterator[str]:
    yield from (f"### {rule.id} {rule.title}", "")
    if rule.otherwise:
        yield from ("Applies when no other rule does and every question is answered.", "")
    for case in rule.cases:
        yield f"- **`{case.disposition}`** ({case.category}) when {describe(case.when)}"
    yield from (f"- Sources: {_keys(rule.citations)}", "")


# -- results ---------------------------------------------------------------------------------------------------
def _results(protocol: Protocol) -> Iterator[str]:
    yield from (
        "## Results",
        "",
        "The most urgent first. Within a result the first text whose condition holds is used.",
        "",
    )
    for result in sorted(protocol.dispositions, key=lambda result: -result.rank):
        yield from _result(result)


def _result(result: Disposition) -> Iterator[str]:
    marks = ["urgent, sent first" if result.escalation else "not urgent"]
    marks.append("care at home may follow" if result.self_care_allowed else "no care at home")
    yield from (f"### `{result.id}`", "", f"Urgency {result.rank}; {'; '.join(marks)}.", "")
    for text in result.texts:
        yield from _result_text(text)


def _result_text(text: ResultText) -> Iterator[str]:
    yield from (f"**{text.id}**: {describe(text.when) if text.when else 'otherwise'}", "")
    yield from ("| | To the person | To a caregiver |", "|---|---|---|")
    rows = (
        ("Do", text.do, text.do_caregiver),
        ("Say", text.say, text.say_caregiver),
        ("Avoid", text.avoid, text.avoid_caregiver),
    )
    yield from (f"| {name} | {_cell(own)} | {_cell(other)} |" for name, own, other in rows if own or other)
    yield ""


# -- sources ---------------------------------------------------------------------------------------------------
def _sources(protocol: Protocol, citations: Mapping[str, Citation]) -> Iterator[str]:
    used = {key for question in protocol.questions for key in question.citations}
    used |= {key for flag in protocol.red_flags for key in flag.citations}
    used |= {key for rule in protocol.rules for key in rule.citations}
    yield from ("## Sources", "")
    for key in sorted(used):
        source = citations.get(key)
        if source is None:
            yield f"- `{key}`: not listed in content/citations.toml"
            continue
        year = f" ({source.year})" if source.year else ""
        yield f"- `{key}`: {source.title}{year}. {source.identifier}"
    yield ""


def _keys(keys: Iterable[str]) -> str:
    return ", ".join(f"`{key}`" for key in keys)


def _texts(name: str, text: str) -> Iterator[str]:
    yield f"- **{name}:**"
    yield ""
    yield "  > " + "<br>\n  > ".join(plain(text).splitlines())
    yield ""


def _cell(text: str) -> str:
    return plain(text).replace("|", "\\|").replace("\n", "<br>")
