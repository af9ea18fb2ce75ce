"""What somebody types, and a place of one's own to listen at."""

import socket
from argparse import ArgumentParser, Namespace

from helpline.cli import simulate


def parsed(*typed: str) -> Namespace:
    whole = ArgumentParser()
    simulate.add(whole.add_subparsers())
    return whole.parse_args(["simulate", *typed])


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])
