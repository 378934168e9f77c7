"""A private PostgreSQL server in a folder: the single machine's default, and the tests' server.

It listens on a socket inside a closed folder only: no port, no password. Every process that uses it
holds a shared lock for life. The kernel drops the lock however the process ends, so "am I the
last one out?" is simply "can I make mine exclusive?": there is no list of pids to go stale.
"""

import atexit
import fcntl
import hashlib
import os
import pwd
import shutil
import stat
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Self
from urllib.parse import quote

import psycopg
from psycopg import sql

from tekstari.cli import programs
from tekstari.cli.programs import CannotStart

DATABASE = "tekstari"
PORT = 5432  # names the socket's file; said aloud so that PGPORT in the environment changes nothing
RECOVERY = 300  # seconds a large database may need after a crash

SETTINGS = """\
listen_addresses = ''
port = {port}
unix_socket_directories = '{sockets}'
max_connections = 100
shared_buffers = 256MB
max_wal_size = 2GB
random_page_cost = 1.1
jit = off
# An error's statement and detail can hold a text or a phone number: the log keeps neither.
log_min_messages = log
log_min_error_statement = panic
log_error_verbosity = terse
log_checkpoints = off
"""


class LocalPostgres:
    """The server whose data is in `home`.

    `start` makes it when it is missing, starts it when it is down, joins it when it is up, and
    makes sure the database `tekstari` exists. `stop` (also at exit) stops it when nobody else
    uses it. Both survive any process of either kind being killed.
    """

    def __init__(self, home: Path) -> None:
        self.home = home.absolute()
        self.data = self.home / "pgdata"
        self._account: dict[str, Any] = {}
        self._programs: Path | None = None
        self._in_use: IO[str] | None = None

    def start(self) -> Self:
        self._open_home()
        atexit.register(self.stop)
        with self._gate():
            self._in_use = (self.home / "users.lock").open("w")
            fcntl.flock(self._in_use, fcntl.LOCK_SH)
            if not (self.data / "PG_VERSION").exists():
                self._make()
            self._ensure_running()
            self._ensure_database()
        return self

    def stop(self) -> None:
        if self._in_use is None:
            return
        with self._gate():
            try:
                fcntl.flock(self._in_use, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._run("pg_ctl", "-D", self.data, "-m", "fast", "-w", "-t", "60", "stop")
            except BlockingIOError:
                pass  # somebody else still uses it
            self._in_use.close()
            self._in_use = None
        atexit.unregister(self.stop)

    def revive(self) -> bool:
        """Starts a server that died under us, and says whether it had to."""
        if self._server_lives():
            return False
        with self._gate():
            self._ensure_running()
        return True

    def owner_url(self, db: str = DATABASE) -> str:
        """For migrations and roles only; row-level security does not bind this log-in."""
        return self._url("postgres", db)

    def app_url(self, db: str = DATABASE) -> str:
        return self._url("tekstari_app", db)

    def gateway_url(self, db: str = DATABASE) -> str:
        return self._url("tekstari_gateway", db)

    @property
    def sockets(self) -> Path:
        """The socket's folder: the data's own, or a short one where a socket's name must be short.

        A comma would be read as a list of hosts.
        """
        name = os.fsencode(self.data / f".s.PGSQL.{PORT}")
        if len(name) < 100 and b"," not in name:
            return self.data
        return Path("/tmp") / f"tekstari-{hashlib.sha256(name).hexdigest()[:16]}"

    def answers(self) -> bool:
        """Whether a connection succeeds. A pid would not do: zombies and reused pids fool it."""
        try:
            psycopg.connect(self.owner_url("postgres"), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def _url(self, role: str, db: str) -> str:
        return f"postgresql://{role}@/{db}?host={quote(str(self.sockets), safe='')}&port={PORT}"

    def _open_home(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        self._programs = programs.find_programs()
        if os.geteuid() != 0:
            return
        # PostgreSQL refuses to run as root, so it gets an account that exists. The home stays
        # root's: only the data's folder is given away.
        self._account = _unprivileged_account()
        self.home.chmod(stat.S_IMODE(self.home.stat().st_mode) | 0o011)
        if closed := programs.first_closed_parent(self.data):
            raise CannotStart(
                f"{closed} is closed to the account PostgreSQL runs as. Choose a home in an open "
                "folder, such as /var/lib/tekstari."
            )
        self._programs = programs.open_programs(self._programs, self.home)

    @contextmanager
    def _gate(self) -> Iterator[None]:
        """One process at a time starts or stops the server."""
        with (self.home / "start.lock").open("w") as gate:
            fcntl.flock(gate, fcntl.LOCK_EX)
            yield

    def _run(self, program: str, *arguments: str | Path) -> tuple[int, str]:
        assert self._programs is not None
        surroundings = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "LC_"))}
        done = subprocess.run(
            [str(self._programs / program), *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            cwd="/",
            env={**surroundings, "LC_ALL": "C"},
            **self._account,
        )
        return done.returncode, done.stdout

    def _make(self) -> None:
        """All or nothing: a folder that was never finished is made again."""
        assert self._programs is not None
        unfinished = self.home / "pgdata.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        self._give(unfinished)
        login = ["-U", "postgres", "-A", "trust", "-E", "UTF8"]
        locale = _locale(programs.major_version(self._programs))
        code, told = self._run("initdb", "-D", unfinished, *login, *locale)
        if code:
            raise CannotStart(f"PostgreSQL could not make its folder {self.data}: {told}")
        with (unfinished / "postgresql.conf").open("a") as file:
            file.write("\ninclude_if_exists = 'tekstari.conf'\n")
        unfinished.rename(self.data)

    def _ensure_running(self) -> None:
        patience = time.monotonic() + RECOVERY
        while not self.answers():
            if not self._server_lives():
                # Nobody works here: these are left from a crash, and their pid may be anybody's.
                (self.data / "postmaster.pid").unlink(missing_ok=True)
                (self.sockets / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)
                self._check_version()
                self._write_settings()
                return self._launch()
            if time.monotonic() > patience:
                raise CannotStart(f"PostgreSQL in {self.data} runs but does not answer.")
            time.sleep(0.05)  # it is coming up after a crash, or going down

    def _launch(self) -> None:
        log = self.data / "server.log"
        code, told = self._run("pg_ctl", "-D", self.data, "-w", "-t", str(RECOVERY), "-l", log, "start")
        if code:
            last = log.read_text(errors="replace")[-2000:] if log.exists() else ""
            raise CannotStart(f"PostgreSQL did not start. {told}\n{last}")

    def _server_lives(self) -> bool:
        """Whether any process of this server is left, also the orphans of a killed postmaster."""
        if Path("/proc/self").exists():
            return any(_serves(process, self.data) for process in Path("/proc").glob("[0-9]*"))
        try:
            pid = (self.data / "postmaster.pid").read_text().split()[0]
        except (OSError, IndexError):
            return False
        told = subprocess.run(["ps", "-o", "stat=,comm=", "-p", pid], capture_output=True, text=True)
        return "postgres" in told.stdout and not told.stdout.startswith("Z")

    def _check_version(self) -> None:
        assert self._programs is not None
        written = int((self.data / "PG_VERSION").read_text().split(".")[0])
        ours = programs.major_version(self._programs)
        if written != ours:
            raise CannotStart(
                f"The data in {self.data} is of PostgreSQL {written}, but the programs in "
                f"{self._programs} are {ours}. Set TEKSTARI_PG_BIN to those of {written}."
            )

    def _write_settings(self) -> None:
        """At every start, because a new release may change them and the home may have moved."""
        if self.sockets != self.data:
            self.sockets.mkdir(mode=0o700, exist_ok=True)
            if self.sockets.lstat().st_uid not in (os.geteuid(), self._account.get("user")):
                raise CannotStart(f"{self.sockets} belongs to somebody else.")
            self._give(self.sockets)
        sockets = str(self.sockets).replace('"', '""').replace("'", "''")
        file = self.data / "tekstari.conf"
        file.write_text(SETTINGS.format(port=PORT, sockets=f'"{sockets}"'))
        self._give(file)

    def _give(self, path: Path) -> None:
        if self._account:
            os.chown(path, self._account["user"], self._account["group"])

    def _ensure_database(self) -> None:
        with psycopg.connect(self.owner_url("postgres"), autocommit=True) as connection:
            known = connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if known is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))


def _unprivileged_account() -> dict[str, Any]:
    try:
        account = pwd.getpwnam("postgres")
    except KeyError:
        account = pwd.getpwnam("nobody")
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _locale(major: int) -> list[str]:
    """The same Unicode rules on every machine, whatever the caller's environment says.

    The built-in provider's rules do not move with the operating system, so no index has to be
    made again after its upgrade.
    """
    if major < 17:
        return ["--locale=C.UTF-8"]
    rules = "PG_UNICODE_FAST" if major >= 18 else "C.UTF-8"
    return ["--locale=C", "--locale-provider=builtin", f"--builtin-locale={rules}"]


def _serves(process: Path, folder: Path) -> bool:
    """A server's processes work in the folder of its data; a zombie works nowhere."""
    try:
        is_server = (process / "comm").read_text().strip() == "postgres"
        return is_server and (process / "cwd").resolve(strict=True) == folder.resolve()
    except OSError:  # gone meanwhile, or somebody else's
        return False
