"""The dialect of CSV that COPY's options describe."""

import csv
from typing import Any

from cassette.shell.commands.copy.options import Options


def dialect(options: Options, *, reading: bool = False) -> dict[str, Any]:
    """Give the arguments for Python's csv. A file that is read may double its quotes as well as escape them."""
    same = options.escape == options.quote
    return {
        "delimiter": options.delimiter,
        "quotechar": options.quote,
        "escapechar": None if same else options.escape,
        "doublequote": same or reading,
        "lineterminator": "\n",
        "quoting": csv.QUOTE_MINIMAL,
        "strict": reading,
    }
