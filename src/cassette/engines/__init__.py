"""Engines: a `Statement` and its values go in, `Rows` come out.

`contract.py` is what an engine is; `run.py` carries a plan out on any of them.
"""
