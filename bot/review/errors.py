"""What can be wrong with a request to review something, said in one sentence.

It decides nothing.

ReviewError
├── UnknownItem     no item has this id
└── Refused         the item cannot be approved or retired now, or the request lacks something
"""


class ReviewError(Exception):
    """A review that cannot be done; the message names the item and what would mend it. Nothing was written."""


class UnknownItem(ReviewError):
    """No item has this id."""


class Refused(ReviewError):
    """The item cannot be approved or retired now, or the request lacks something."""
