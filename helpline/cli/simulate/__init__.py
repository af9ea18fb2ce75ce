"""`helpline simulate`: real traffic against a running server, as its providers would send it.

A new kind is a module with `add(kinds)` beside the others, and one line here.
"""

from typing import TYPE_CHECKING

from helpline.cli.simulate import call, email, form, sms

if TYPE_CHECKING:
    from helpline.cli.commands import Commands

KINDS = (sms, call, email, form)


def add(commands: "Commands") -> None:
    """Adds `simulate` and its kinds to the command line."""
    simulate = commands.add_parser("simulate", help="send real traffic to a running server")
    kinds = simulate.add_subparsers(dest="kind", required=True, metavar="KIND")
    for module in KINDS:
        module.add(kinds)
