"""Sets up logging so that neither a token nor anybody's words can reach a log, whoever logs them.

It decides no level of detail beyond `LOG_LEVEL`, and writes to standard error only.
"""

from __future__ import annotations

import logging
import re
import sys

_TOKEN = re.compile(r"\d{6,}:[A-Za-z0-9_-]{20,}")
_REDACTED = "[token]"


class Redacted(logging.Formatter):
    """Formats a record on one line, without tokens and without the values of a traceback."""

    def format(self, record: logging.LogRecord) -> str:
        return _TOKEN.sub(_REDACTED, super().format(record)).replace("\n", " | ")

    def formatException(self, ei: object) -> str:  # noqa: N802 - the library's name
        """Only the class: texts of exceptions may hold what people wrote."""
        kind = ei[0] if isinstance(ei, tuple) else None
        return kind.__name__ if isinstance(kind, type) else "error"


def set_up_logging(level: str) -> None:
    """Log to standard error at this level; libraries that print tokens or texts only warn."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redacted("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in ("transitions", "telegram", "httpx", "httpcore", "uvicorn", "asyncio", "PIL"):
        logging.getLogger(name).setLevel(logging.WARNING)
