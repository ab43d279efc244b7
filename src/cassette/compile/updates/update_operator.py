"""What an update operator is, and one use of it.

{"$inc": {"stock.berlin": -1}}    →    Step("$inc", "stock.berlin", ("stock", "berlin"), -1)

The helpers of a step make the errors that several operators share, with the words for where it happened.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from cassette.compile.documents.values import kind
from cassette.compile.documents.walk import MISSING, Draft, Path
from cassette.errors import Failure


class Step(msgspec.Struct, frozen=True):
    """One use of an operator: `path` as it was written, `at` its segments, the operand read and checked."""

    operator: str
    path: str
    at: Path
    operand: Any

    def bad_operand(self, reason: str) -> Failure:
        """Make the error for an operand that the operator cannot work with."""
        return Failure("UNSUPPORTED_UPDATE_OPERATION_PARAM", operator=self.operator, path=self.path, reason=reason)

    def bad_path(self, path: str, reason: str) -> Failure:
        """Make the error for a path that cannot be followed."""
        return Failure("UNSUPPORTED_UPDATE_OPERATION_PATH", operator=self.operator, path=path, reason=reason)

    def array_in(self, draft: Draft) -> list[Any] | None:
        """Give the array that the operator works on, None where there is nothing.

        Raises UNSUPPORTED_UPDATE_OPERATION_TARGET.
        """
        value = draft.get(self.at)
        if value is MISSING:
            return None
        if type(value) is not list:
            raise self.bad_target("an array", kind(value))
        return value

    def bad_target(self, expected: str, got: str) -> Failure:
        """Make the error for a value in the document that the operator cannot work on."""
        return Failure(
            "UNSUPPORTED_UPDATE_OPERATION_TARGET",
            operator=self.operator,
            path=self.path,
            expected=expected,
            got=got,
        )


class UpdateOperator(msgspec.Struct, frozen=True):
    """A row of the table: how to read an operand, and how to change a document with it.

    `read` takes the step with the operand as it was sent, and gives what `change` shall find there;
    None takes any operand as it is. It raises UNSUPPORTED_UPDATE_OPERATION_PARAM and its like.
    """

    name: str
    change: Callable[[Draft, Step], None]
    read: Callable[[Step], Any] | None = None
