"""What every test may ask for: a real Postgres."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from helpline.db.embedded import EmbeddedPostgres


@pytest.fixture(scope="session")
async def postgres(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[EmbeddedPostgres]:
    """One server for the whole run, in a directory that is thrown away; it need not survive a power cut."""
    directory: Path = tmp_path_factory.mktemp("postgres")
    server = EmbeddedPostgres(directory / "data", fsync="off", synchronous_commit="off", full_page_writes="off")
    await server.start()
    try:
        yield server
    finally:
        await server.stop()
