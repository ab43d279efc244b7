"""One catalogue of errors for all doors, and the exceptions that carry them."""

from cassette.errors.engine import (
    AlreadyExists,
    ConfigurationFault,
    EngineError,
    FunctionFault,
    InvalidRequest,
    NotSupported,
    StaleSchema,
    StorageFault,
    SyntaxFault,
    Unauthorized,
    Unavailable,
)
from cassette.errors.failure import Failure

__all__ = [
    "AlreadyExists",
    "ConfigurationFault",
    "EngineError",
    "Failure",
    "FunctionFault",
    "InvalidRequest",
    "NotSupported",
    "StaleSchema",
    "StorageFault",
    "SyntaxFault",
    "Unauthorized",
    "Unavailable",
]
