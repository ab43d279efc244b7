"""`uuid()`: a uuid made by chance (version 4).

INSERT INTO t (id) VALUES (uuid())
"""

from uuid import uuid4

from cassette.cql.functions.function import Function
from cassette.cql.types import ScalarType

UUID = Function(name="uuid", arguments=(), result=ScalarType("uuid"), call=uuid4, pure=False)
