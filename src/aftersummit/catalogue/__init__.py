"""Bundled facts: forums, meetings, documents, commitments, actions and official figures."""
