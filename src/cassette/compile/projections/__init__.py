"""What a projection says: which parts of a document go to the client."""

from cassette.compile.projections.projection import Projection, compile_projection

__all__ = ["Projection", "compile_projection"]
