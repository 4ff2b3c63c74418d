"""Queries that are asked on every page: built, compiled and planned once, asked with other values each time.

Django builds a query anew whenever it is asked, which costs several times what PostgreSQL takes to answer a small one.
Only for queries of a fixed shape; a value of None is never equal to anything here, as in SQL.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.utils import CursorWrapper
from django.db.models import Expression, Field, Model, QuerySet


class _Cursor(psycopg.Cursor[Any]):
    """A cursor that sends values beside the statement."""

    def execute(self, query: Any, params: Any = None, **kwargs: Any) -> Any:
        """Execute a statement, and leave it where Django's log of statements looks for it."""
        super().execute(query, params, **kwargs)
        if connection.queries_logged:
            self._query = self._convert_query(query, params)
        return self


def planned_once() -> CursorWrapper:
    """Return a cursor, to be closed by `with`, for a statement that is asked again and again with other values.

    Django writes the values into each statement, so that PostgreSQL plans it anew every time, which takes it longer
    than the answer. Here they go beside it, and the driver lets each connection keep its plan (`prepare_threshold`).
    """
    held: Any = connections[DEFAULT_DB_ALIAS]
    if held.vendor == "postgresql":
        held.ensure_connection()
        cursor: CursorWrapper = held._prepare_cursor(_Cursor(held.connection))
    else:
        cursor = held.cursor()
    return cursor


class Slot(Expression):
    """The place of a value that is given when the query is asked."""

    def __init__(self, name: str, output_field: Field[Any, Any]) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, _compiler: object, _connection: object) -> tuple[str, Any]:
        """Return a placeholder, and this slot where its value will stand."""
        return "%s", [self]


@dataclass(frozen=True, slots=True)
class Bound:
    """A prepared query with its values, to stand as a part of a statement that is written out."""

    sql: str
    params: list[Any]


class Prepared:
    """A query of values_list; `build` gets a slot for each of `fields` and returns it."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], **fields: Field[Any, Any]) -> None:
        self.build = build
        self.slots = {name: Slot(name, field) for name, field in fields.items()}

    def query(self) -> QuerySet[Any, Any]:
        """Return the query with its slots open."""
        return self.build(**self.slots)

    @cached_property
    def _compiled(self) -> tuple[str, tuple[Any, ...], dict[int, Any]]:
        compiler = self.query().query.get_compiler(connection.alias)
        sql, params = compiler.as_sql()
        return sql, params, compiler.get_converters([column for column, _sql, _alias in compiler.select])

    def bound(self, **values: Any) -> Bound:
        """Return the query with these values, one for each slot."""
        sql, params, _converters = self._compiled
        given = {
            name: slot.output_field.get_db_prep_value(values[name], connection)
            for name, slot in self.slots.items()
        }
        return Bound(sql, [given[param.name] if isinstance(param, Slot) else param for param in params])

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """Return the rows for these values, one for each slot."""
        asked = self.bound(**values)
        with planned_once() as cursor:
            cursor.execute(asked.sql, asked.params)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        converters = self._compiled[2]
        return [_converted(row, converters) for row in found] if converters else found


def _converted(row: tuple[Any, ...], converters: dict[int, Any]) -> tuple[Any, ...]:
    values = list(row)
    for place, (steps, column) in converters.items():
        for convert in steps:
            values[place] = convert(values[place], column, connection)
    return tuple(values)


class PreparedModels(Prepared):
    """A query of models, with those `related` to each by a key, as select_related brings them, and its annotations."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], *related: str, **fields: Field[Any, Any]) -> None:
        super().__init__(build, **fields)
        self.related = related

    @cached_property
    def _parts(self) -> list[tuple[str, type[Model], list[str]]]:
        """Return what stands side by side in a row: the model itself under "", then each related one."""
        model = super().query().model
        models = {"": model, **{name: model._meta.get_field(name).related_model for name in self.related}}
        return [
            (name, kind, [field.attname for field in kind._meta.concrete_fields]) for name, kind in models.items()
        ]

    @cached_property
    def _annotations(self) -> list[str]:
        return list(super().query().query.annotations)

    def query(self) -> QuerySet[Any, Any]:
        """Return the query with its slots open, of all columns of all parts."""
        columns = [f"{name}__{column}" if name else column for name, _kind, own in self._parts for column in own]
        return super().query().values_list(*columns, *self._annotations)

    def found(self, **values: Any) -> list[Any]:
        """Return the models for these values."""
        return [self._model(row) for row in self.rows(**values)]

    def _model(self, row: tuple[Any, ...]) -> Model:
        (_name, kind, columns), *others = self._parts
        whole, start = kind.from_db(connection.alias, columns, row[: len(columns)]), len(columns)
        for name, kind, columns in others:
            part = row[start : start + len(columns)]
            is_there = part[columns.index(kind._meta.pk.attname)] is not None
            setattr(whole, name, kind.from_db(connection.alias, columns, part) if is_there else None)
            start += len(columns)
        for name, value in zip(self._annotations, row[start:], strict=True):
            setattr(whole, name, value)
        return whole
