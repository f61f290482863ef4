"""What can be wrong with languages, said so that the reader knows which file to mend.

It decides nothing. Mistakes in `content/phrases.toml` are `content.errors.ContentError`, like all content.

LanguageError
├── BadRegistry     locales/registry.toml cannot be used
├── BadCatalog      a .po file is missing or broken
├── BadWords        a file of typed words cannot be used
├── UnknownLocale   a language was asked for that is not registered
└── WithheldText    a safety text has no finished translation: this language must not be offered
"""


class LanguageError(Exception):
    """Any mistake in the languages; the message names file, slug and what would mend it."""


class BadRegistry(LanguageError):
    """locales/registry.toml cannot be used."""


class BadCatalog(LanguageError):
    """A .po file is missing or broken."""


class BadWords(LanguageError):
    """A file of typed words cannot be used."""


class UnknownLocale(LanguageError):
    """A language was asked for that is not registered."""


class WithheldText(LanguageError):
    """A safety text has no finished translation: this language must not be offered."""
