"""Writes that every exam makes: written out and planned once, with other values each time (see core.prepared)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, Model

from core.prepared import planned_once


def _quoted(name: str | None) -> str:
    return connections[DEFAULT_DB_ALIAS].ops.quote_name(str(name))


class PreparedInsert:
    """An INSERT of whole models; sends no signals, as bulk_create sends none."""

    def __init__(self, model: type[Model]) -> None:
        self.model = model

    @cached_property
    def _fields(self) -> list[Field[Any, Any]]:
        return [field for field in self.model._meta.concrete_fields if not field.primary_key]

    @cached_property
    def _parts(self) -> tuple[str, str, str]:
        """Return the statement up to its rows, one row, and the end."""
        columns = ", ".join(_quoted(field.column) for field in self._fields)
        row = ", ".join(["%s"] * len(self._fields))
        table, key = _quoted(self.model._meta.db_table), _quoted(self.model._meta.pk.column)
        head = f"INSERT INTO {table} ({columns}) VALUES "  # noqa: S608 -- names of our own columns
        return head, f"({row})", f" RETURNING {key}"

    def write(self, rows: Sequence[Model]) -> None:
        """Write rows, of which there may be none, and give each its key. Cost: one statement."""
        if not rows:
            return
        head, row, end = self._parts
        held = connections[DEFAULT_DB_ALIAS]
        values = [
            field.get_db_prep_save(getattr(model, field.attname), held) for model in rows for field in self._fields
        ]
        with planned_once() as cursor:
            cursor.execute(head + ", ".join([row] * len(rows)) + end, values)
            keys = cursor.fetchall()
        for model, (key,) in zip(rows, keys, strict=True):
            model.pk, model._state.adding, model._state.db = key, False, DEFAULT_DB_ALIAS


class PreparedUpdate:
    """An UPDATE of the fields `sets` where the fields `where` have the values given, all by the names of columns."""

    def __init__(self, model: type[Model], *, sets: Sequence[str], where: Sequence[str]) -> None:
        self.model, self.sets, self.where = model, sets, where

    @cached_property
    def _statement(self) -> tuple[str, list[Field[Any, Any]]]:
        by_name = {field.attname: field for field in self.model._meta.concrete_fields}
        fields = [by_name[name] for name in (*self.sets, *self.where)]
        said = [f"{_quoted(field.column)} = %s" for field in fields]
        sets, where = ", ".join(said[: len(self.sets)]), " AND ".join(said[len(self.sets) :])
        table = _quoted(self.model._meta.db_table)
        return f"UPDATE {table} SET {sets} WHERE {where}", fields  # noqa: S608 -- names of our own columns

    def write(self, sets: Mapping[str, Any], **where: Any) -> int:
        """Write, and return how many rows it was; None is equal to nothing. Cost: one statement."""
        sql, fields = self._statement
        held = connections[DEFAULT_DB_ALIAS]
        values = [*(sets[name] for name in self.sets), *(where[name] for name in self.where)]
        given = [field.get_db_prep_save(value, held) for field, value in zip(fields, values, strict=True)]
        with planned_once() as cursor:
            cursor.execute(sql, given)
            return int(cursor.rowcount)
