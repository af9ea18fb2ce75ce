"""The command line. Exit codes: 0 done, 1 failed, 2 wrong usage; an error is one sentence with its remedy."""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence

import asyncpg

from helpline.cli import demo_data, doctor, hours, keys, logs, probe, schema, serve, simulate, staff, token
from helpline.cli.premises import unreachable
from helpline.errors import HelplineError

COMMANDS = (serve, schema, demo_data, doctor, probe, staff, hours, token, keys, simulate)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command."""
    given = parser().parse_args(arguments)
    logs.configure()
    try:
        done: int = given.run(given)
    except HelplineError as problem:
        return failed(str(problem))
    except (asyncpg.PostgresError, asyncpg.InterfaceError, ConnectionError) as problem:
        return failed(str(unreachable(problem)))
    except KeyboardInterrupt:
        return failed("Stopped.")
    return done


def parser() -> ArgumentParser:
    """Every command with its options."""
    whole = ArgumentParser(prog="helpline", description="A contact point for people worried about violent extremism.")
    commands = whole.add_subparsers(required=True, metavar="COMMAND")
    for module in COMMANDS:
        module.add(commands)
    return whole


def failed(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
