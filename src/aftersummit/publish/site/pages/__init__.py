"""Kinds of page, one family a file; each turns a lookup into pages."""
