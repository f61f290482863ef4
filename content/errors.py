"""What can be wrong with the files in this folder, said so that the reader knows where to look.

It decides nothing: parsing is in `loader`, judging the words in `checks`.

ContentError
├── MissingFile       a file that every library needs is not there
├── UnreadableFile    not UTF-8, not TOML, or a card without its `+++` header
├── BadField          one field is absent, misspelt or of the wrong kind
├── BadMarkup         a body uses more than paragraphs, lists and bold
├── DuplicateId       two cards share one id
├── UnknownCard       a card was asked for that no file holds
└── UnknownCitation   a source was asked for that `citations.toml` does not list
"""


class ContentError(Exception):
    """Any mistake in the content; the message names file, id and what would mend it."""


class MissingFile(ContentError):
    """A file that every library needs is not there."""


class UnreadableFile(ContentError):
    """A file is not UTF-8, not TOML, or a card without its header."""


class BadField(ContentError):
    """One field is absent, misspelt or of the wrong kind."""


class BadMarkup(ContentError):
    """A body uses more than paragraphs, lists and bold."""


class DuplicateId(ContentError):
    """Two cards share one id."""


class UnknownCard(ContentError):
    """A card was asked for that no file holds."""


class UnknownCitation(ContentError):
    """A source was asked for that `citations.toml` does not list."""
