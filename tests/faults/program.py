"""One of our programs in a process of its own, as `helpline web` or `helpline worker` begins."""

import os
import sys
from collections.abc import Mapping

from helpline.cli.main import main
from helpline.triage.lexicon import lexicon

#: Read once, for every program that is born of the process that reads this.
PHRASES = lexicon()


def program(name: str, environment: Mapping[str, str], log: str) -> None:
    """Becomes the program, with this environment alone; what it says goes into `log`."""
    os.environ.clear()
    os.environ.update(environment)
    written = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(written, stream)
    sys.exit(main([name]))
