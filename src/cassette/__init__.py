"""Cassette: Cassandra's data platform in a small box."""
