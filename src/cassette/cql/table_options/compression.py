"""`compression`: how the files of a table are packed. Kept, and without meaning in one box.

compression = {'class': 'LZ4Compressor', 'chunk_length_in_kb': '64'}        compression = {'enabled': 'false'}
"""

from cassette.cql.table_options.parts import Check, refused, whole, word
from cassette.cql.table_options.simple import map_of_texts
from cassette.cql.terms import Term
from cassette.errors import ConfigurationFault

PACKAGE = "org.apache.cassandra.io.compress."
CHUNK_KIB = "16"


def _between(least: int, most: int) -> Check:
    def check(name: str, value: str) -> None:
        whole(least)(name, value)
        if int(value) > most:
            raise refused(name, value, f"a whole number from {least} to {most}")

    return check


PARTS: dict[str, dict[str, Check]] = {
    "DeflateCompressor": {},
    "LZ4Compressor": {"lz4_compressor_type": word("fast", "high"), "lz4_high_compressor_level": _between(1, 17)},
    "NoopCompressor": {},
    "SnappyCompressor": {},
    "ZstdCompressor": {"compression_level": _between(-131_072, 22)},
}
CLASSES = {name: PACKAGE + name for name in PARTS}


def read_compression(name: str, term: Term) -> dict[str, str]:
    """Read the map: the class with its package, the parts by name; an empty one turns compression off."""
    written = map_of_texts(name, term)
    if not written:
        return {"enabled": "false"}
    if written.pop("enabled", "true").lower() != "true":
        if written:
            raise ConfigurationFault(f"{name} that is not enabled has no other parts")
        return {"enabled": "false"}
    if not written.get("class"):
        raise ConfigurationFault(f"{name} names a class, {', '.join(CLASSES)}, or is {{'enabled': 'false'}}")
    compressor = written.pop("class").removeprefix(PACKAGE)
    if compressor not in CLASSES:
        raise ConfigurationFault(f"there is no compressor {compressor}: there are {', '.join(CLASSES)}")
    checks: dict[str, Check] = {**PARTS[compressor], "chunk_length_in_kb": _chunk, "min_compress_ratio": _ratio}
    unknown = sorted(written.keys() - checks.keys())
    if unknown:
        raise ConfigurationFault(f"{compressor} does not have {', '.join(unknown)}")
    for part, value in written.items():
        checks[part](part, value)
    return dict(sorted({"chunk_length_in_kb": CHUNK_KIB, "class": CLASSES[compressor], **written}.items()))


def _chunk(name: str, value: str) -> None:
    whole(1)(name, value)
    if int(value) & (int(value) - 1):
        raise refused(name, value, "a power of 2")


def _ratio(name: str, value: str) -> None:
    try:
        ratio = float(value)
    except ValueError:
        raise refused(name, value, "a number") from None
    if ratio != 0 and not ratio >= 1:
        raise refused(name, value, "0, or a number from 1")
