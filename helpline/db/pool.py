"""Connections for the application: never as owner, never as superuser, nothing left behind in a session."""

import asyncpg

from helpline.db.migrate import APP_ROLE
from helpline.errors import ConfigurationError

Pool = asyncpg.Pool


async def keep_session(connection: asyncpg.Connection) -> None:
    """Nothing to reset: everything a transaction sets is local to it, and LISTEN has connections of its own."""


async def open_pool(dsn: str, size: int) -> asyncpg.Pool:
    """A pool whose sessions work as the application role.

    Raises `ConfigurationError` when that role would walk through row-level security.
    """
    try:
        pool = await asyncpg.create_pool(
            dsn,
            min_size=2,
            max_size=size,
            reset=keep_session,
            server_settings={"role": APP_ROLE, "application_name": "helpline", "jit": "off"},
        )
    except asyncpg.InvalidParameterValueError as refused:
        raise ConfigurationError(
            f"The database user may not work as {APP_ROLE}; as an administrator: grant {APP_ROLE} to that user."
        ) from refused
    mighty = await pool.fetchval("select rolsuper or rolbypassrls from pg_roles where rolname = current_user")
    if mighty:
        await pool.close()
        raise ConfigurationError(f"The role {APP_ROLE} must be neither superuser nor exempt from row security.")
    return pool
