"""`double`: binary floating point in eight bytes."""

import struct

from cassette.cql.types.floating import floating

DOUBLE = floating("double", struct.Struct(">d"), float, repr)
