"""Column types: exact money, UTC moments, UUIDs as text."""

from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Uuid
from sqlalchemy.types import TypeDecorator

_HUNDRED = Decimal(100)


class _Identity(Uuid[str]):
    """SQLAlchemy's type, with its result taken apart by slicing: lists carry thousands of identities."""

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Stored form to canonical text."""
        if dialect.supports_native_uuid:
            return super().result_processor(dialect, coltype)  # type: ignore[no-untyped-call]  # SQLAlchemy's own is

        def canonical(stored: str | None) -> str | None:
            if stored is None:
                return None
            return f"{stored[:8]}-{stored[8:12]}-{stored[12:16]}-{stored[16:20]}-{stored[20:]}"

        return canonical


Identity = _Identity(as_uuid=False)
"""A UUIDv7: native on PostgreSQL, 32 hexadecimal characters on SQLite, canonical text in Python."""


@lru_cache(maxsize=4096)  # the same few sums come again and again
def _decimal(hundredths: int | None) -> Decimal | None:
    return None if hundredths is None else Decimal(hundredths).scaleb(-2)


class Hundredths(TypeDecorator[Decimal]):
    """An exact decimal with two places, stored as an integer so that SQL sums it without error."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:  # noqa: ARG002  # SQLAlchemy's signature
        """Decimal to hundredths; more than two decimals is a bug."""
        if value is None:
            return None
        scaled = value * _HUNDRED
        whole = int(scaled)
        if whole != scaled:
            msg = "a figure with more than two decimals reached the database"
            raise ValueError(msg)
        return whole

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:  # noqa: ARG002  # SQLAlchemy's signature
        """Hundredths to Decimal with two places, without the steps of a decorator between: lists carry thousands."""
        return _decimal


class Moment(TypeDecorator[datetime]):
    """A UTC moment; naive values are a bug."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # SQLAlchemy's signature
        """An aware moment to naive UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = "a moment without time zone reached the database"
            raise ValueError(msg)
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # SQLAlchemy's signature
        """Naive UTC to an aware moment."""
        return None if value is None else value.replace(tzinfo=UTC)
