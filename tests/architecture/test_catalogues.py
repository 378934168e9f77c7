"""Finnish, Swedish and English know the same sentences, and none is missing."""

from pathlib import Path

from tests.architecture import catalogues

ROOT = Path(__file__).parents[2]
LANGUAGES = ("fi", "sv", "en")
TRANSLATED = ("fi", "sv")  # the source is English
FOUND = sorted(ROOT.glob("tekstari/**/locale/*/LC_MESSAGES/*.po"))


def test_every_place_has_the_same_messages_in_every_language():
    places = {(po.parents[2], po.name) for po in FOUND}
    missing = []
    for folder, name in sorted(places):
        files = {language: folder / language / "LC_MESSAGES" / name for language in LANGUAGES}
        known = {language: set(catalogues.read(file)) for language, file in files.items()}
        every = set.union(*known.values())
        missing += [f"{files[la]}: {msg}" for la in LANGUAGES for msg in sorted(every - known[la])]
    assert not missing, "\n".join(missing)


def test_no_message_is_left_untranslated():
    empty = [
        f"{po}: {message}"
        for po in FOUND
        if po.parents[1].name in TRANSLATED
        for message, texts in catalogues.read(po).items()
        if not all(texts)
    ]
    assert not empty, "\n".join(empty)


def test_no_translation_is_a_guess():
    assert [str(po) for po in FOUND if catalogues.fuzzy(po)] == []


def test_reads_plurals_contexts_and_long_messages(tmp_path):
    written = tmp_path / "django.po"
    written.write_text(
        'msgid ""\nmsgstr "Language: fi\\n"\n\n'
        '#, python-format\nmsgid "one part"\nmsgid_plural "%(n)s parts"\n'
        'msgstr[0] "yksi osa"\nmsgstr[1] ""\n\n'
        '#, fuzzy\nmsgctxt "menu"\nmsgid ""\n"Call "\n"list"\nmsgstr "Soitto"\n"lista"\n',
        encoding="utf-8",
    )
    assert catalogues.read(written) == {
        "one part": ["yksi osa", ""],
        "menu|Call list": ["Soittolista"],
    }
    assert catalogues.fuzzy(written) == 1
