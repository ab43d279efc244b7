"""A value that a column does not take is refused wherever it comes from, and nothing is written."""

from typing import Any

import pytest
from tests.bad_input.conftest import TABLES, Refusing
from tests.bad_input.wrong_values import IN_JSON, IN_LITERALS, IN_PYTHON

from cassette import InvalidRequest, SyntaxFault


def pairs(table: dict[str, list[Any]]) -> list[Any]:
    """Every type with each of its wrong values."""
    return [
        pytest.param(type_, value, id=f"{type_}-{ascii(value)[:40]}")
        for type_, wrong in table.items()
        for value in wrong
    ]


@pytest.mark.parametrize(("type_", "value"), pairs(IN_PYTHON))
def test_wrong_bound_value_is_refused(refusing: Refusing, type_: str, value: Any) -> None:
    table = TABLES[type_]
    for cql in (
        f"INSERT INTO {table} (k, v) VALUES (1, ?)",
        f"UPDATE {table} SET v = ? WHERE k = 1",
        f"UPDATE {table} SET v = ? WHERE k = 1 IF EXISTS",
    ):
        with pytest.raises(InvalidRequest):
            refusing.execute(cql, value)
    assert refusing.execute(f"SELECT k FROM {table}") == []


@pytest.mark.parametrize(("type_", "literal"), pairs(IN_LITERALS))
def test_wrong_literal_is_refused(refusing: Refusing, type_: str, literal: str) -> None:
    table = TABLES[type_]
    for cql in (
        f"INSERT INTO {table} (k, v) VALUES (1, {literal})",
        f"UPDATE {table} SET v = {literal} WHERE k = 1",
        f"BEGIN BATCH INSERT INTO {table} (k) VALUES (1); UPDATE {table} SET v = {literal} WHERE k = 1; APPLY BATCH",
    ):
        with pytest.raises((InvalidRequest, SyntaxFault)):
            refusing.execute(cql)
    assert refusing.execute(f"SELECT k FROM {table}") == []


@pytest.mark.parametrize(("type_", "json"), pairs(IN_JSON))
def test_wrong_json_is_refused(refusing: Refusing, type_: str, json: str) -> None:
    table = TABLES[type_]
    with pytest.raises(InvalidRequest):
        refusing.execute(f"INSERT INTO {table} JSON ?", f'{{"k": 1, "v": {json}}}')
    assert refusing.execute(f"SELECT k FROM {table}") == []
