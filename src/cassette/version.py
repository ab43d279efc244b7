"""The version of this release: read by packaging, the command line and the client's greeting."""

VERSION = "0.1.0"
