"""The document model: JSON with exact numbers, paths, ids, and shredding into the columns of a collection."""
