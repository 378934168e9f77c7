"""`tekstari demo`: a working example in the browser, with phones on the screen."""

import json
import os
import sys
import webbrowser
from argparse import Namespace
from typing import Any

from tekstari.cli import serving
from tekstari.cli.home import default_home
from tekstari.cli.installation import add_home, opened


def add(commands: Any) -> None:
    parser = commands.add_parser("demo", help="a working example company, for trying things out")
    parser.add_argument("--port", type=int, default=8000)
    add_home(parser, default_home().with_name("tekstari-demo"))
    parser.add_argument("--no-browser", action="store_true", help="do not open the browser")
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    with serving.bind("127.0.0.1", arguments.port) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        file = serving.demo_file(arguments.home)

        def when_ready() -> None:
            _tell(json.loads(file.read_text(encoding="utf-8")))
            if not arguments.no_browser and _has_screen():
                webbrowser.open(url)

        with opened(arguments.home) as installation:
            serving.prepare(installation, "--example", public_url=url)
            serving.run(installation, listener, public_url=url, when_ready=when_ready)
    return 0


def _tell(demo: dict[str, str]) -> None:
    print(
        f"\nTekstari is ready at {demo['url']}\n"
        f"  Log in:   {demo['user']}  {demo['password']}\n"
        f"  API key:  {demo['api_key']}\n"
        f"Tekstari on valmis: avaa osoite selaimessa ja kirjaudu yllä olevilla tunnuksilla.\n"
        f"Stop with Ctrl+C.",
        flush=True,
    )


def _has_screen() -> bool:
    """Without one, Python would open a text browser in this very terminal."""
    return sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
