"""Nouns to rows and back; the only room that knows SQL."""
