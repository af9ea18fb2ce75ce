"""`helpline serve`, `web` and `worker`: the processes that stay. A signal ends them within seconds."""

import asyncio
import gc
import os
import signal
import socket
from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import structs

from helpline.app import build
from helpline.cli.commands import run
from helpline.cli.parts import Jobs, Part, door_part, until
from helpline.cli.premises import Open, opened
from helpline.cli.server import Server
from helpline.errors import ConfigurationError
from helpline.intake.digest import Digestion
from helpline.intake.worker import IntakeWorker
from helpline.jobs.worker import Worker
from helpline.live.hub import Hub
from helpline.rulebook import actions as rulebook
from helpline.settings import Settings, read
from helpline.timetable import TIMETABLE

if TYPE_CHECKING:
    from helpline.cli.commands import Commands

#: On a busy machine keeping goes before reading: nobody waits for the worker as a caller waits for the web.
BEHIND_THE_WEB = 5


def add(commands: "Commands") -> None:
    for name, about, web, worker in (
        ("serve", "web and worker in one process", True, True),
        ("web", "HTTP alone", True, False),
        ("worker", "jobs, mailboxes and clocks alone", False, True),
    ):
        command = commands.add_parser(name, help=about, description=about)
        command.set_defaults(run=serve, web=web, worker=worker)


def serve(given: Namespace) -> int:
    return run(serving(read(), web=given.web, worker=given.worker))


async def serving(settings: Settings, *, web: bool, worker: bool) -> int:
    """Start the parts, run until a signal or until one of them breaks, and stop them all."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    listening = listen(settings) if web else None
    if listening:
        settings = structs.replace(settings, port=listening.getsockname()[1])
    if worker and not web:
        os.nice(BEHIND_THE_WEB)
    async with opened(settings) as house:
        await rulebook.take_in_release(house.premises.engine)
        parts = [*(web_parts(house, listening) if listening else ()), *(worker_parts(house) if worker else ())]
        # What is loaded by now stays: to look through it for garbage would hold up every answer for 50 ms.
        gc.freeze()
        return await until(stop, parts)


def listen(settings: Settings) -> socket.socket:
    """Take the port first: everything else is slow. Raises `ConfigurationError` when it is taken."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=2048)
    except OSError as problem:
        raise ConfigurationError(
            f"{settings.host} port {settings.port} cannot be used ({problem.strerror}): set HELPLINE_PORT to another."
        ) from problem


def web_parts(house: Open, listening: socket.socket) -> Sequence[Part]:
    """The HTTP server, and the sentence that says where it is."""
    premises, hub = house.premises, Hub(house.listen)
    app = build(premises.engine, premises.settings, premises.channels, hub)
    server = Server(app, hub)

    async def serve() -> None:
        announcing = asyncio.create_task(announce(server, premises.settings))
        await server.run_on(listening)
        announcing.cancel()

    async def stop(task: "asyncio.Task[None]") -> None:
        server.stop()

    return [Part(serve, stop)]


async def announce(server: Server, settings: Settings) -> None:
    await server.ready.wait()
    print(f"The contact point is at {settings.base_url}/ and its desk at {settings.base_url}/desk", flush=True)


def worker_parts(house: Open) -> Sequence[Part]:
    """Digestion, jobs, and the channels' own doors."""
    premises = house.premises
    readers = {name: channel.read for name, channel in premises.channels.items()}
    intake = IntakeWorker(Digestion(premises.engine, readers), house.listen)
    jobs = Jobs(lambda: Worker(premises, TIMETABLE))

    async def stop_intake(task: "asyncio.Task[None]") -> None:
        intake.stop()

    doors = [listener for channel in premises.channels.values() for listener in channel.listeners]
    return [Part(intake.run, stop_intake), Part(jobs.run, jobs.stop), *map(door_part, doors)]
