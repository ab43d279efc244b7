"""The shell: `cassette cql`, for people at a terminal and for files of CQL.

Read it from `command.py` (the command line) to `session.py` (one line of input after the other), `commands/` (what is
no CQL: EXPAND, SOURCE, COPY, …) and `screen.py` (how answers look).
"""
