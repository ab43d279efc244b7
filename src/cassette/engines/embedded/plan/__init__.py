"""From conditions to SQL: what a statement's parts become, worked out once for each statement."""
