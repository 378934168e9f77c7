"""`tekstari serve`: the product itself."""

import ipaddress
from argparse import Namespace
from typing import Any
from urllib.parse import urlsplit

from tekstari.cli import serving
from tekstari.cli.installation import add_home, opened, own_database
from tekstari.cli.programs import CannotStart


def add(commands: Any) -> None:
    parser = commands.add_parser("serve", help="run Tekstari (DATABASE_URL names a PostgreSQL of your own)")
    parser.add_argument("--host", default="127.0.0.1", help="where to listen (%(default)s)")
    parser.add_argument("--port", type=int, default=8000)
    add_home(parser)
    parser.add_argument("--web", type=int, default=1, metavar="N", help="web processes")
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="worker processes")
    parser.add_argument("--public-url", metavar="URL", help="the address people open")
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    with serving.bind(arguments.host, arguments.port) as listener:
        url = public_url(arguments.public_url, arguments.host, listener.getsockname()[1])
        with opened(arguments.home, own_database()) as installation:
            serving.prepare(installation, "--setup-link", public_url=url)
            serving.run(
                installation,
                listener,
                public_url=url,
                web=arguments.web,
                workers=arguments.workers,
                when_ready=lambda: print(f"Tekstari is ready at {url}", flush=True),
            )
    return 0


def public_url(told: str | None, host: str, port: int) -> str:
    """The address that texts and pages lead to.

    >>> public_url(None, "127.0.0.1", 8000)
    'http://127.0.0.1:8000'
    >>> public_url("https://tekstari.example.fi/", "0.0.0.0", 8000)
    'https://tekstari.example.fi'
    """
    if told:
        parts = urlsplit(told)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise CannotStart(f"--public-url {told} is not an address such as https://example.fi.")
        return told.rstrip("/")
    if not _is_loopback(host):
        raise CannotStart(
            f"With --host {host} others can reach Tekstari, so it must know the address they use: "
            "add --public-url, for example --public-url https://tekstari.example.fi."
        )
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
