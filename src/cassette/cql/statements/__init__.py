"""Statements: one file for each, with its data, its printer and its parser."""
