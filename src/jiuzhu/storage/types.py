"""Column types: exact money, UTC moments, UUIDs as text."""

from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Uuid
from sqlalchemy.types import TypeDecorator

_HUNDRED = Decimal(100)
_LENGTH = 36
_NOBODY = "00000000-0000-0000-0000-000000000000"


class _Identity(TypeDecorator[str]):
    """SQLAlchemy's type without the steps of a decorator between: lists carry thousands of identities."""

    impl = Uuid(as_uuid=False)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Any:
        """Canonical text to the stored form; what is no identity ("" of a form) is one that nothing has."""
        if not dialect.supports_native_uuid:
            return _hexadecimal

        def known(value: str | None) -> str | None:
            return value if value is None or len(value) == _LENGTH else _NOBODY

        return known

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:  # noqa: ARG002  # SQLAlchemy's signature
        """Stored form to canonical text."""
        return _text if dialect.supports_native_uuid else _canonical


def _text(stored: object | None) -> str | None:
    return None if stored is None else str(stored)


def _hexadecimal(value: str | None) -> str | None:
    return None if value is None else value.replace("-", "")


def _canonical(stored: str | None) -> str | None:
    """Taken apart by slicing, which is quicker than any parser."""
    if stored is None:
        return None
    return f"{stored[:8]}-{stored[8:12]}-{stored[12:16]}-{stored[16:20]}-{stored[20:]}"


Identity = _Identity()
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
