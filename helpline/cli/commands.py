"""What every command module builds on."""

import asyncio
from argparse import ArgumentParser
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

import uvloop

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    Commands = _SubParsersAction[ArgumentParser]


def run(work: Coroutine[Any, Any, int]) -> int:
    """Run a command's work in the loop that the server uses too."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work)
