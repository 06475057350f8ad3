"""Bytes in, documents out."""
