"""Coding schemes as data."""
