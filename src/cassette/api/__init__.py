"""The doors: bytes of a protocol in, a Call; later the Answer as bytes."""
