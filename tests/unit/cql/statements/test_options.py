from cassette.cql import terms
from cassette.cql.statements.options import option_map
from cassette.cql.tokens import Tokens


def test_maps_of_options_are_texts() -> None:
    written = terms.parse(Tokens("{'a': 'b', 'c': 5, 'd': TRUE, 'e': -1.50}"))
    assert option_map(written) == {"a": "b", "c": "5", "d": "true", "e": "-1.50"}
    assert option_map(terms.parse(Tokens("{}"))) == {}
