"""One catalogue of errors for all doors, and the exceptions that carry them."""

from cassette.errors.engine import (
    AlreadyExists,
    EngineError,
    InvalidRequest,
    NotSupported,
    StaleSchema,
    StorageFault,
    SyntaxFault,
    Unavailable,
)
from cassette.errors.failure import Failure

__all__ = [
    "AlreadyExists",
    "EngineError",
    "Failure",
    "InvalidRequest",
    "NotSupported",
    "StaleSchema",
    "StorageFault",
    "SyntaxFault",
    "Unavailable",
]
