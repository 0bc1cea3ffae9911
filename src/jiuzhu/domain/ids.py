"""Identities of records: UUIDv7, made where the record is born, sortable by that moment."""

from uuid6 import uuid7


def new_id() -> str:
    """A fresh UUIDv7 as its canonical 36-character text."""
    return str(uuid7())
