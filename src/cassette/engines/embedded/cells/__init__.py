"""The cells of a row: their write times and ends, what was deleted, and how all that is merged."""
