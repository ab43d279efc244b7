"""How each statement is carried out: one file for each, beside its namesake in `cql/statements/`."""
