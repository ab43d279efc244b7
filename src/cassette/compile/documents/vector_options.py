"""What a collection says about its vectors: dimension, metric and source model.

Metrics and models are written in several ways (`COSINE`, `cosine`; `OPENAI_V3_SMALL`, `openai-v3-small`);
here they always have the names that the API shows.
"""

from dataclasses import dataclass
from typing import Any

from cassette.errors import Failure

METRICS = ("cosine", "dot_product", "euclidean")
SOURCE_MODELS = frozenset(
    {"ada002", "bert", "cohere-v3", "gecko", "nv-qa-4", "openai-v3-large", "openai-v3-small", "other"}
)


@dataclass(frozen=True, slots=True)
class VectorOptions:
    """The `vector` option of a collection, all of it known."""

    dimension: int
    metric: str = "cosine"
    source_model: str = "other"
    service: dict[str, Any] | None = None

    def to_json(self) -> dict[str, Any]:
        """Write as findCollections shows it."""
        shown: dict[str, Any] = {
            "dimension": self.dimension,
            "metric": self.metric,
            "sourceModel": self.source_model,
        }
        if self.service is not None:
            shown["service"] = self.service
        return shown


def metric_name(text: object) -> str:
    """Give a metric the API's name. Raises VECTOR_SEARCH_UNKNOWN_FUNCTION_NAME."""
    name = text.lower() if isinstance(text, str) else ""
    if name not in METRICS:
        raise Failure("VECTOR_SEARCH_UNKNOWN_FUNCTION_NAME", got=text, expected=METRICS)
    return name


def source_model_name(text: object) -> str:
    """Give a source model the API's name. Raises VECTOR_SEARCH_UNRECOGNIZED_SOURCE_MODEL_NAME."""
    name = text.lower().replace("_", "-") if isinstance(text, str) else ""
    if name not in SOURCE_MODELS:
        raise Failure("VECTOR_SEARCH_UNRECOGNIZED_SOURCE_MODEL_NAME", got=text, expected=sorted(SOURCE_MODELS))
    return name
