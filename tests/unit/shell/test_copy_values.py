"""Values in CSV files: what is written is read again, and what is none is refused."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassette.cql.types import CqlType
from cassette.cql.types.column import column_type
from cassette.errors import InvalidRequest
from cassette.shell.commands.copy.options import Options
from cassette.shell.commands.copy.values import reader, writer
