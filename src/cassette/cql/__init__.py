"""The waist: the CQL language as frozen data, and nothing that reads or writes.

Everything above speaks to everything below in these words: a `Statement` and its values go down,
`Rows` come up. No module here knows an API or an engine.
"""
