"""How alike two vectors are: `similarity_cosine(v, [1, 2])`, `similarity_euclidean`, `similarity_dot_product`.

cosine        (1 + cosine of the angle) / 2
euclidean     1 / (1 + square of the distance)
dot product   (1 + dot product) / 2
"""

import math
from collections.abc import Callable, Sequence

from cassette.cql.functions.function import Function, Maker
from cassette.cql.functions.given import Given
from cassette.cql.java_numbers import narrow
from cassette.cql.types import CqlType, ScalarType, VectorType
from cassette.errors import InvalidRequest

FLOAT = ScalarType("float")
Vector = Sequence[float]


def _dot(left: Vector, right: Vector) -> float:
    return math.fsum(one * other for one, other in zip(left, right, strict=True))


def _cosine(left: Vector, right: Vector) -> float:
    lengths = _dot(left, left) * _dot(right, right)
    if lengths == 0:
        raise InvalidRequest("a vector of zeros has no direction to compare")
    return narrow((1 + _dot(left, right) / math.sqrt(lengths)) / 2)


def _euclidean(left: Vector, right: Vector) -> float:
    return narrow(1 / (1 + math.fsum((one - other) ** 2 for one, other in zip(left, right, strict=True))))


def _dot_product(left: Vector, right: Vector) -> float:
    return narrow((1 + _dot(left, right)) / 2)


def _similarity(call: Callable[[Vector, Vector], float]) -> Maker:
    def make(name: str, arguments: Sequence[Given], wanted: CqlType | None) -> Function:
        if len(arguments) != 2:
            raise InvalidRequest(f"the function {name} takes two vectors")
        types = [argument.exact for argument in arguments if argument.exact is not None]
        # a list spelled out is as long a vector as it has items
        types += [VectorType(FLOAT, argument.length) for argument in arguments if argument.length]
        if not types:
            raise InvalidRequest(f"{name} cannot tell how long its vectors are: say it, like (vector<float, 3>) ?")
        if any(not isinstance(one, VectorType) or one.items != FLOAT for one in types):
            raise InvalidRequest(f"{name} takes vectors of float")
        if len(set(types)) > 1:
            raise InvalidRequest(f"{name} takes two vectors of one length")
        return Function(name=name, arguments=(types[0], types[0]), result=FLOAT, call=call)

    return make


SIMILARITY_COSINE = _similarity(_cosine)
SIMILARITY_DOT_PRODUCT = _similarity(_dot_product)
SIMILARITY_EUCLIDEAN = _similarity(_euclidean)
