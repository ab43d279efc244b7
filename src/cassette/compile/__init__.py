"""The words inside commands: filters, updates, sorts, projections, and the document model below them."""
