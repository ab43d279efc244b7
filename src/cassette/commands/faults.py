"""What an engine's errors mean to whoever asked: one table, for every command."""

from cassette.errors import (
    AlreadyExists,
    ConfigurationFault,
    EngineError,
    Failure,
    FunctionFault,
    InvalidRequest,
    NotSupported,
    StaleSchema,
    StorageFault,
    SyntaxFault,
    Unauthorized,
    Unavailable,
)

FAULTS: dict[type[EngineError], str] = {
    AlreadyExists: "INVALID_DATABASE_QUERY",
    ConfigurationFault: "INVALID_DATABASE_QUERY",
    FunctionFault: "INVALID_DATABASE_QUERY",
    InvalidRequest: "INVALID_DATABASE_QUERY",
    NotSupported: "UNSUPPORTED_DATABASE_QUERY",
    # it was planned anew several times: others are changing the schema all the time
    StaleSchema: "UNAVAILABLE_DATABASE",
    StorageFault: "FAILED_WRITE_REQUEST",
    SyntaxFault: "UNSUPPORTED_DATABASE_QUERY",
    Unauthorized: "UNAUTHORIZED_ACCESS",
    Unavailable: "UNAVAILABLE_DATABASE",
}


def failure_of(error: EngineError) -> Failure:
    """Turn an engine's error into a row of the catalogue."""
    return Failure(FAULTS.get(type(error), "UNEXPECTED_DRIVER_ERROR"), reason=str(error) or type(error).__name__)
