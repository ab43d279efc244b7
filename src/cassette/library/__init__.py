"""The library: CQL from Python, on an engine of one's own. What people use of it is exported by `cassette`."""
