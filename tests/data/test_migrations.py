from django.core.management import call_command


def test_the_migrations_say_what_the_models_say(database, capsys):
    call_command("makemigrations", check=True, dry_run=True)  # raises SystemExit where they differ
    assert "No changes detected" in capsys.readouterr().out
