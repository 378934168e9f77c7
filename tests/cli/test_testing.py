"""A skipped test is said aloud, and in CI it is a failure."""

import os
import subprocess
import sys

import pytest

ONLY_PYTEST = """
import sys
from tekstari.cli import testing
testing.CHECKS.clear()
sys.exit(testing.main())
"""


@pytest.mark.parametrize(("ci", "code", "said"), [("true", 1, "FAILED:"), ("false", 0, "passed, but")])
def test_a_skip_ends_the_run(tmp_path, ci, code, said):
    file = tmp_path / "test_browser.py"
    file.write_text("import pytest\n@pytest.mark.skip(reason='no Chromium')\ndef test_page(): ...\n")
    surroundings = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, "-c", ONLY_PYTEST, str(file), "-n", "0"],
        env={**surroundings, "CI": ci, "CHROMIUM": "/nowhere"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == code, done.stdout
    last = done.stdout.splitlines()[-1]
    assert last == f"tekstari-test {said} 1 TESTS WERE SKIPPED: NO CHROMIUM (1)"
