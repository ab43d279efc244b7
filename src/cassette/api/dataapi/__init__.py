"""The Data API's door: JSON over HTTP, one command in each request."""
