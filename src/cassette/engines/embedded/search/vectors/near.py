"""How near vectors are: a distance for each similarity function, smaller is nearer.

    cosine         1 - cos(a, b)
    dot_product    1 - a·b
    euclidean      |a - b|²

These are the distances that the graph works with as well. Vectors come prepared: those for cosine have
the length 1, so that their angle is a dot product.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cassette.errors import InvalidRequest

Floats = npt.NDArray[np.float32]
KEPT = np.dtype(">f4")
"""How the numbers of a vector stand in a row."""


def read(blobs: Sequence[bytes], dimension: int) -> Floats:
    """Read vectors as rows keep them; one in each line."""
    return np.frombuffer(b"".join(blobs), KEPT).reshape(-1, dimension).astype(np.float32)


def prepared(vectors: Floats, similarity: str) -> Floats:
    """Make vectors comparable."""
    if similarity != "COSINE":
        return vectors
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    found: Floats = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return found


def query(values: Sequence[float], similarity: str) -> Floats:
    """Prepare the vector of a query. Raises InvalidRequest for one without a direction, where that counts."""
    vector = np.asarray(values, np.float32)
    if similarity == "COSINE" and not vector.any():
        raise InvalidRequest("a vector of zeros has no direction: cosine similarity cannot compare it")
    found: Floats = prepared(vector[None], similarity)[0]
    return found


def distances(vectors: Floats, wanted: Floats, similarity: str) -> Floats:
    """Give the distance of each vector from the one wanted."""
    if similarity == "EUCLIDEAN":
        apart = vectors - wanted
        found: Floats = np.einsum("ij,ij->i", apart, apart)
        return found
    close: Floats = 1 - vectors @ wanted
    return close
