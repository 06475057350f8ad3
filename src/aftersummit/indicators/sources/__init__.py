"""Publishers' files, one provider one file. Built-ins enter by the plug-in door."""

from aftersummit.indicators.sources.base import Provider, provider, providers, read

__all__ = ["Provider", "provider", "providers", "read"]
