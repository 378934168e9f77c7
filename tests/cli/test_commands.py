"""The commands' own sentences, and what they never do with secrets."""

import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tekstari.cli import serving
from tekstari.cli.home import Secrets, write_private
from tekstari.cli.installation import Installation
from tekstari.cli.main import main
from tekstari.cli.programs import CannotStart
from tekstari.cli.rows import read_rows
from tekstari.cli.serve import public_url
from tekstari.cli.user import password


def tekstari(*arguments: str, **more: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "tekstari.cli.main", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, **more},
        stdin=subprocess.DEVNULL,
    )


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_a_taken_port_is_said_and_nothing_is_made(command, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = tekstari(command, "--port", port, "--home", str(tmp_path / "home"))
    assert done.returncode == 2
    assert done.stderr == (f"tekstari: Port {port} is already in use. Choose another one with --port.\n")
    assert not (tmp_path / "home").exists()


def test_a_host_that_others_reach_needs_a_public_address(tmp_path):
    done = tekstari("serve", "--host", "0.0.0.0", "--port", "0", "--home", str(tmp_path / "home"))
    assert done.returncode == 1
    assert "add --public-url" in done.stderr
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("told", ["tekstari.example.fi", "ftp://example.fi", "https://"])
def test_a_public_address_must_be_one(told):
    with pytest.raises(CannotStart, match="is not an address"):
        public_url(told, "127.0.0.1", 8000)


def test_the_hidden_commands_are_not_in_the_help(capsys):
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    said = capsys.readouterr().out
    assert "serve" in said
    assert "run-web" not in said


def test_rows_are_counted(capsys):
    rows = read_rows()
    assert main(["rows"]) == 0
    proven = sum(1 for tests in rows.values() if tests)
    assert capsys.readouterr().out == f"{proven} of 39\n"


def test_secrets_are_made_once_and_closed_to_others(tmp_path):
    first = Secrets.of(tmp_path)
    assert Secrets.of(tmp_path) == first
    assert len({first.secret_key, first.app_password, first.gateway_password}) == 3
    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["secrets.json"]


def test_a_private_file_is_replaced_whole(tmp_path):
    file = tmp_path / "demo.json"
    write_private(file, "first")
    write_private(file, "Äänekoski")
    assert file.read_text(encoding="utf-8") == "Äänekoski"
    assert file.stat().st_mode & 0o777 == 0o600


def test_running_processes_never_learn_the_owners_log_in(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://boss:secret@db/texts")
    monkeypatch.setenv("TEKSTARI_OWNER_URL", "postgresql://boss:secret@db/texts")
    installation = Installation(
        home=tmp_path,
        owner_url="postgresql://boss:secret@db/texts",
        app_url="postgresql://tekstari_app:a@db/texts",
        gateway_url="postgresql://tekstari_gateway:g@db/texts",
        secrets=Secrets.of(tmp_path),
    )
    environment = installation.environment("https://tekstari.example.fi")
    assert "boss" not in json.dumps(environment)
    assert environment["TEKSTARI_PUBLIC_URL"] == "https://tekstari.example.fi"


def test_a_password_comes_from_a_file_or_the_environment(tmp_path, monkeypatch):
    file = tmp_path / "password"
    file.write_text("hyvä salasana 1\n", encoding="utf-8")
    monkeypatch.setenv("TEKSTARI_PASSWORD", "från miljön")
    assert password(file) == "hyvä salasana 1"
    assert password(None) == "från miljön"
    with pytest.raises(CannotStart, match="cannot be read"):
        password(tmp_path / "nowhere")


def test_a_password_is_not_taken_from_the_command_line():
    done = tekstari("user", "add", "a@example.fi", "--password", "x", "--workspace", "w")
    assert done.returncode == 2
    assert re.search(r"usage|error", done.stderr)


def test_nobody_is_let_in_before_the_product_is_ready():
    with serving.bind("127.0.0.1", 0) as listener:
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(listener.getsockname(), timeout=5)
        listener.listen()
        with pytest.raises(serving.PortTaken):
            serving.bind(*listener.getsockname())


def test_the_programs_of_ci_are_executable():
    root = Path(__file__).parents[2]
    assert all(os.access(root / name, os.X_OK) for name in (".ci/run", "scripts/pin"))
