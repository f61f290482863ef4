"""Prints what tests have measured (`record_property("measured", table)`) at the end of the run, also under xdist and -q."""

from __future__ import annotations

import pytest

MEASURED = "measured"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    tables = {
        str(text)
        for reports in terminalreporter.stats.values()
        for report in reports
        if isinstance(report, pytest.TestReport) and report.when == "call"
        for name, text in report.user_properties
        if name == MEASURED
    }
    if tables:
        terminalreporter.section("measured")
    for table in sorted(tables):
        terminalreporter.write_line(table)
