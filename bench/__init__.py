"""The bench: one run measures everything that Cassette promises about speed, and compares it with its targets.

    make bench                          the whole run, some ten minutes; writes bench/RESULTS.md
    make bench ARGS=--quick             under a minute, to see where things stand; writes nothing
    python -m bench find-id ingest      some parts only

Rates are given as shares of the floor: an empty handler on the same HTTP server, measured before and after
each of them in the same run, because a machine's speed changes from minute to minute.
"""
