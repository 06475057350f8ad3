"""The surface over HTTP."""
