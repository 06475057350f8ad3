"""Bundled facts: forums, meetings, documents, commitments, actions and official figures."""

from aftersummit.catalogue.load import load

__all__ = ["load"]
