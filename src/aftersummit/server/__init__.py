"""The surface over HTTP."""

from aftersummit.server.serving import application, serve

__all__ = ["application", "serve"]
