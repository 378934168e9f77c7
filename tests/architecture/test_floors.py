"""Who may import whom, as pyproject.toml says it."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_no_floor_uses_a_floor_above_it():
    checker = Path(sys.executable).with_name("lint-imports")
    checked = subprocess.run([checker, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr
