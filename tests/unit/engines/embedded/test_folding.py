"""Folding: texts that an index takes for one."""

import pytest

from cassette.engines.embedded.folding import folding


@pytest.mark.parametrize(
    ("options", "text", "folded"),
    [
        ({"case_sensitive": "false"}, "Straße ÉCOLE", "straße école"),
        ({"normalize": "true"}, "e\u0301", "é"),
        ({"ascii": "true"}, "Straße ÉCOLE Łódź œuvre ﬁne", "Strasse ECOLE Lodz oeuvre fine"),
        ({"case_sensitive": "false", "normalize": "true", "ascii": "true"}, "E\u0301COLE", "ecole"),
        ({"case_sensitive": "FALSE"}, "A", "a"),
    ],
)
def test_options_fold_texts(options: dict[str, str], text: str, folded: str) -> None:
    fold = folding(options)
    assert fold is not None
    assert fold(text) == folded


@pytest.mark.parametrize("options", [{}, {"case_sensitive": "true"}, {"normalize": "false", "ascii": "false"}])
def test_without_options_texts_stay_as_they_are(options: dict[str, str]) -> None:
    assert folding(options) is None
