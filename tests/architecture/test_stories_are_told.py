"""A story in YAML that no test runs proves nothing."""

from pathlib import Path

TESTS = Path(__file__).parents[1]


def is_run(story: Path, code: str) -> bool:
    """Whether a test's code names the story, or all of the folder it lies in."""
    if story.name in code:
        return True
    globs = "*.yaml" in code
    whole_tree = globs and ("rglob(" in code or "**/*.yaml" in code)
    return "stories" in code and (whole_tree or (globs and story.parent.name in code))


def test_every_story_is_run_by_a_test():
    codes = [path.read_text(encoding="utf-8") for path in TESTS.rglob("*.py")]
    codes = [code for code in codes if "def test_" in code and "def is_run(" not in code]
    stories = sorted((TESTS / "stories").rglob("*.yaml"))
    silent = [
        str(story.relative_to(TESTS)) for story in stories if not any(is_run(story, code) for code in codes)
    ]
    assert not silent


def test_a_folder_counts_only_when_it_is_named():
    story = Path("stories/replies/nps.yaml")
    assert is_run(story, 'for f in (TESTS / "stories" / "replies").glob("*.yaml")')
    assert is_run(story, 'for f in (TESTS / "stories").rglob("*.yaml")')
    assert not is_run(story, 'for f in (TESTS / "stories" / "flows").glob("*.yaml")')
