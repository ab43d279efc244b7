import pytest

from cassette.cql.names import TableName, quoted


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("people", "people"),
        ("a_1", "a_1"),
        ("Mixed", '"Mixed"'),
        ("select", '"select"'),
        ("true", '"true"'),
        ('with "quotes"', '"with ""quotes"""'),
        ("1a", '"1a"'),
        ("é", '"é"'),
        ("", '""'),
        ("a\n", '"a\n"'),
    ],
)
def test_name_is_quoted_where_it_must_be(name: str, text: str) -> None:
    assert quoted(name) == text


def test_table_name_has_its_keyspace_where_there_is_one() -> None:
    assert TableName("Ks", "t").text() == '"Ks".t'
    assert TableName(None, "t").text() == "t"
