"""JSON with exact numbers.

An integer token becomes an int; one with a fraction or an exponent a Decimal without trailing zeros
(`5.00` -> 5, `100.0` -> 1E+2, `-0.0` -> 0), which is printed as it stands, so that every digit comes back.
"""

import json
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal, InvalidOperation
from typing import Any

import msgspec

from cassette.compile.documents.limits import DEFAULTS, Limits
from cassette.errors import Failure

# precise enough never to round: a number has as many digits as its token
EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[])
ZERO = Decimal(0)
WHITE_SPACE = b" \t\n\r"
TRAILING = "JSON is malformed: trailing characters (byte "


class _TooLong(Exception):
    """A number token beyond the limits."""


class Decoder:
    """Reads requests within given limits; `decode` below has the defaults."""

    __slots__ = ("_decode", "_huge", "_limits")

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._huge = 10**limits.number_chars
        self._decode = msgspec.json.Decoder(float_hook=self._number).decode

    def decode(self, body: bytes) -> Any:
        """Read a request's body.

        Errors: REQUEST_NOT_JSON, also when a name stands twice in an object; SHRED_DOC_LIMIT_VIOLATION for a
                number of too many digits and for nesting that no document and no filter can have.
        """
        try:
            value = self._decode(body)
        except (_TooLong, msgspec.ValidationError):
            # msgspec checks no types here: what is left is an integer of thousands of digits
            raise self._number_too_long() from None
        except RecursionError:
            raise self._nested_too_deeply() from None
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            return self._decode_leading(body, error)
        kind = type(value)
        if kind is dict or kind is list:
            names = self._count_names(value, 1)
            # every name has a colon of its own, so as many colons as names say that none stands twice
            if body.count(b":") != names and not _plainly_distinct(body, names):
                _refuse_duplicates(body)
        elif kind is int:
            self._count_names([value], 1)
        return value

    def _number(self, token: str) -> Decimal:
        most = self._limits.number_chars
        if len(token) > most and sum(map(str.isdigit, token)) > most:
            raise _TooLong
        try:
            value = Decimal(token)
        except InvalidOperation:
            # an exponent of some twenty digits, which Decimal itself has no room for
            raise _TooLong from None
        if not value:
            return ZERO
        if abs(value.adjusted()) > self._limits.number_exponent:
            raise _TooLong
        return value.normalize(EXACT)

    def _count_names(self, value: Any, level: int) -> int:
        """Count the members of all objects; on the way, look at the integers and at the depth."""
        if level > self._limits.json_levels:
            raise self._nested_too_deeply()
        names = 0
        if type(value) is dict:
            names = len(value)
            value = value.values()
        huge = self._huge
        for item in value:
            kind = type(item)
            if kind is str:
                continue
            if kind is dict or kind is list:
                names += self._count_names(item, level + 1)
            elif kind is int and not -huge < item < huge:
                raise self._number_too_long()
        return names

    def _decode_leading(self, body: bytes, error: Exception) -> Any:
        # the original reads one value and ignores what follows it; bytes are counted from 1
        message = str(error)
        if message.startswith(TRAILING):
            return self.decode(body[: int(message[len(TRAILING) : -1]) - 1])
        raise Failure("REQUEST_NOT_JSON", reason=message) from None

    def _number_too_long(self) -> Failure:
        most = self._limits.number_chars
        return limit_failure(f"a number has more than {most} digits, or an exponent that is out of all bounds")

    def _nested_too_deeply(self) -> Failure:
        return limit_failure(f"the request is nested more than {self._limits.json_levels} levels deep")


def limit_failure(reason: str) -> Failure:
    """Make the failure for a request beyond a limit, whatever it is about."""
    return Failure("SHRED_DOC_LIMIT_VIOLATION", path="", reason=reason)


def strip_zeros(value: Decimal) -> Decimal:
    """Remove trailing zeros, and the sign of a zero."""
    return value.normalize(EXACT) if value else ZERO


def _stored_number(token: str) -> Decimal:
    return strip_zeros(Decimal(token))


_decode_stored = msgspec.json.Decoder(float_hook=_stored_number).decode
decode = Decoder(DEFAULTS).decode
encode = msgspec.json.Encoder(decimal_format="number").encode


def decode_stored(text: str | bytes) -> Any:
    """Read a stored document: it was checked when it came in."""
    return _decode_stored(text)


def _plainly_distinct(body: bytes, names: int) -> bool:
    """Tell whether the text shows that no name stands twice, though colons stand in strings too.

    A name ends in a quote, then a colon with nothing between them, unless there is white space before
    a colon somewhere. A string may hold such a pair as well: then this says no, and the slow way decides.
    """
    before = body.split(b":")
    before.pop()
    for piece in before:
        last = piece[-1:]
        if last == b'"':
            names -= 1
        elif last in WHITE_SPACE:
            return False
    return names == 0


def _refuse_duplicates(body: bytes) -> None:
    def members(pairs: list[tuple[str, Any]]) -> None:
        if len(dict(pairs)) != len(pairs):
            seen: set[str] = set()
            twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
            raise Failure("REQUEST_NOT_JSON", reason=f"the name {twice!r} stands twice in one object")

    json.loads(body, object_pairs_hook=members, parse_int=len, parse_float=len)
