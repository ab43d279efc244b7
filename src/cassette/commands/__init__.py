"""What may be asked: one file per command. A Call becomes a Plan; later Rows become an Answer."""
