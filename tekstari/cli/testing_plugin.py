"""Counts what was skipped, so that nobody mistakes a skipped test for a passed one."""

from collections import Counter

import pytest


class Skips:
    """A pytest plugin; `why` says how many tests were skipped for each reason."""

    def __init__(self) -> None:
        self.why: Counter[str] = Counter()

    def __bool__(self) -> bool:
        return bool(self.why)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped and not hasattr(report, "wasxfail"):
            self.why[_reason(report)] += 1

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.skipped:
            self.why[_reason(report)] += 1

    def told(self) -> str:
        """The line that nobody can overlook.

        >>> skips = Skips()
        >>> skips.why.update(["no Chromium", "no Chromium"])
        >>> skips.told()
        '2 TESTS WERE SKIPPED: NO CHROMIUM (2)'
        """
        reasons = ", ".join(f"{reason} ({count})" for reason, count in self.why.most_common())
        return f"{self.why.total()} TESTS WERE SKIPPED: {reasons}".upper()


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    told = report.longrepr
    text = told[2] if isinstance(told, tuple) else str(told)
    return text.removeprefix("Skipped: ")
