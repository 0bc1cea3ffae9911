"""What the two engines say differently, said once: statements use it and run on both."""

from typing import Any

from sqlalchemy import ColumnElement, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

TAIL = 4


class tail(GenericFunction[str]):  # noqa: N801  # reads as the SQL function it is
    """The last four characters of a text column.

    The figure is written out, because only then an index over the expression is used.
    """

    type = String()
    inherit_cache = True
    name = "tail"

    def __init__(self, column: ColumnElement[Any]) -> None:
        super().__init__(column)


@compiles(tail, "sqlite")
def _of_sqlite(element: tail, compiler: SQLCompiler, **options: Any) -> str:
    return f"substr({compiler.process(element.clauses, **options)}, -{TAIL})"


@compiles(tail, "postgresql")
def _of_postgresql(element: tail, compiler: SQLCompiler, **options: Any) -> str:
    return f"right({compiler.process(element.clauses, **options)}, {TAIL})"
