"""What an engine may raise: a small closed set that every engine shares.

Commands turn these into rows of the catalogue; nothing else leaves an engine.
"""


class EngineError(Exception):
    """Anything an engine refuses or fails at; the message is for people."""


class SyntaxFault(EngineError):
    """The text is not CQL. Lines and columns count from 1."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class InvalidRequest(EngineError):
    """Good CQL that does not fit the schema, the types or the rules."""


class ConfigurationFault(EngineError):
    """Good CQL with a setting that cannot be: an option that is not known, or a value that it does not take."""


class Unauthorized(EngineError):
    """Good CQL that this identity may not carry out, or nobody may: system keyspaces are not for writing."""


class FunctionFault(EngineError):
    """A function was called as it may be, and failed on the values that it got."""


class NotSupported(EngineError):
    """Good CQL that this engine does not carry out (yet)."""


class AlreadyExists(EngineError):
    """A schema object of that name is there."""


class StaleSchema(InvalidRequest):
    """The statement does not fit the schema, which may have changed since it was made: look again, and try again."""


class Unavailable(EngineError):
    """The engine cannot serve now: closed, overloaded, or its database locked for too long."""


class StorageFault(EngineError):
    """The disk is full, failed or damaged; nothing of the statement was kept."""
