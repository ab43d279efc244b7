"""The Data API's commands, one file each; `table.py` lists them all."""
