"""One installation as its commands see it: where it lives, the three log-ins to its database."""

import os
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from tekstari.cli.home import Secrets, default_home
from tekstari.cli.postgres import LocalPostgres
from tekstari.cli.programs import CannotStart

LOCAL_URL = "http://127.0.0.1:8000"


@dataclass(frozen=True, slots=True)
class Installation:
    home: Path
    owner_url: str
    app_url: str
    gateway_url: str
    secrets: Secrets
    server: LocalPostgres | None = None

    @property
    def role_passwords(self) -> tuple[str | None, str | None]:
        """For the app's and the gateway's log-ins; the private server asks for none."""
        if self.server:
            return None, None
        return self.secrets.app_password, self.secrets.gateway_password

    def environment(self, public_url: str = LOCAL_URL) -> dict[str, str]:
        """What a web or worker process may know. The owner's log-in is not among it."""
        hidden = ("DATABASE_URL", "TEKSTARI_OWNER_URL")
        return {
            **{name: value for name, value in os.environ.items() if name not in hidden},
            "DJANGO_SETTINGS_MODULE": "tekstari.config.settings",
            "TEKSTARI_APP_URL": self.app_url,
            "TEKSTARI_GATEWAY_URL": self.gateway_url,
            "TEKSTARI_HOME": str(self.home),
            "TEKSTARI_PUBLIC_URL": public_url,
            "TEKSTARI_SECRET_KEY": self.secrets.secret_key,
        }


@contextmanager
def opened(home: Path, database_url: str | None = None) -> Iterator[Installation]:
    """The installation with its database answering, for as long as the block lasts.

    `database_url` is the owner's log-in to the company's own PostgreSQL; without it the private
    server in `home` is started, or joined.
    """
    if database_url:
        home.mkdir(parents=True, exist_ok=True)
        kept = Secrets.of(home)
        yield Installation(
            home=home,
            owner_url=database_url,
            app_url=_as_role(database_url, "tekstari_app", kept.app_password),
            gateway_url=_as_role(database_url, "tekstari_gateway", kept.gateway_password),
            secrets=kept,
        )
        return
    server = LocalPostgres(home).start()
    try:
        yield Installation(
            home=home,
            owner_url=server.owner_url(),
            app_url=server.app_url(),
            gateway_url=server.gateway_url(),
            secrets=Secrets.of(home),
            server=server,
        )
    finally:
        server.stop()


@contextmanager
def existing(home: Path) -> Iterator[Installation]:
    """Like `opened`, for commands that would find nothing in an installation made just for them."""
    if not own_database() and not (home / "pgdata" / "PG_VERSION").exists():
        raise CannotStart(f"There is no installation in {home}. Say where it is with --home.")
    with opened(home, own_database()) as installation:
        yield installation


def own_database() -> str | None:
    return os.environ.get("DATABASE_URL") or None


def use_django(installation: Installation, *, public_url: str = LOCAL_URL, as_owner: bool = False) -> None:
    """Makes this process one of the installation's, for commands that call an action."""
    os.environ.update(installation.environment(public_url))
    os.environ["TEKSTARI_POOL"] = "0"  # one command needs one connection
    os.environ.pop("TEKSTARI_OWNER_URL", None)
    if as_owner:
        os.environ["TEKSTARI_OWNER_URL"] = installation.owner_url
    import django

    django.setup()


@contextmanager
def at_work(home: Path) -> Iterator[None]:
    """For a command that calls an action: the database answers and Django is set up."""
    with opened(home, own_database()) as installation:
        use_django(installation)
        yield


def add_home(parser: ArgumentParser, default: Path | None = None) -> None:
    parser.add_argument(
        "--home",
        type=lambda told: Path(told).expanduser().absolute(),
        default=default or default_home(),
        metavar="DIR",
        help="where the data and the secrets are kept (%(default)s)",
    )


def _as_role(url: str, role: str, password: str) -> str:
    """The same database with another log-in.

    >>> _as_role("postgresql://boss:pw@db.example:5433/texts?sslmode=require", "app", "a/b")
    'postgresql://app:a%2Fb@db.example:5433/texts?sslmode=require'
    >>> _as_role("postgresql:///texts?host=/run/postgresql&user=boss", "app", "x")
    'postgresql://app:x@/texts?host=%2Frun%2Fpostgresql'
    """
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    kept = [(k, v) for k, v in parse_qsl(parts.query) if k not in ("user", "password")]
    login = f"{role}:{quote(password, safe='')}"
    return urlunsplit(parts._replace(netloc=f"{login}@{place}", query=urlencode(kept)))
