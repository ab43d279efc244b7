"""Page states: where a find or an updateMany goes on, opaque to the client.

An engine's state is bytes; on the wire it is base64 without padding, in letters that need no escaping in a URL.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64

from cassette.commands.dataapi.fields import violation
from cassette.errors import EngineError, Failure, InvalidRequest

STANDARD_TO_URL = str.maketrans("+/", "-_")


def to_wire(state: bytes | None) -> str | None:
    """Write an engine's state, None for none."""
    return None if state is None else urlsafe_b64encode(state).rstrip(b"=").decode()


def from_wire(text: str | None) -> bytes | None:
    """Read a state, None for none. Raises COMMAND_FIELD_VALUE_INVALID."""
    if text is None:
        return None
    letters = text.translate(STANDARD_TO_URL).rstrip("=")
    try:
        state = urlsafe_b64decode(letters + "=" * (-len(letters) % 4))
    except (NotBase64, ValueError):
        raise bad_state("it is no page state of this server") from None
    # the decoder skips letters that it does not know
    if not state or to_wire(state) != letters:
        raise bad_state("it is no page state of this server")
    return state


def bad_state(reason: str) -> Failure:
    """Make the failure for a page state that leads nowhere."""
    return violation("options.pageState", f"{reason}; take it from 'nextPageState' of the same query")


def trouble_with_state(error: EngineError) -> Failure | None:
    """Say what an engine's error means where a page state was sent."""
    return bad_state("it belongs to another query") if isinstance(error, InvalidRequest) else None
