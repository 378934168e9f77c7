"""`run-web`: one web process, started by the supervisor with the socket it shares with others."""

import socket
from argparse import Namespace
from typing import Any

import uvicorn

from tekstari.cli.lifeline import end_with_parent


def add(commands: Any) -> None:
    parser = commands.add_parser("run-web")
    parser.add_argument("--fd", type=int, help="a listening socket, inherited")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    end_with_parent()
    config = uvicorn.Config(
        "tekstari.config.asgi:application",
        host=arguments.host,
        port=arguments.port,
        log_level="warning",
        access_log=False,  # addresses can hold a phone number
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=2,  # shorter than the supervisor's patience
    )
    given = [socket.socket(fileno=arguments.fd)] if arguments.fd is not None else None
    uvicorn.Server(config).run(sockets=given)
    return 0
