"""docs/conformance.md says what the corpora say."""

from pathlib import Path

from tests.conformance.page import page

PAGE = Path(__file__).parents[2] / "docs" / "conformance.md"


def test_conformance_page_is_what_make_docs_writes() -> None:
    assert PAGE.read_text("utf-8") == page()
