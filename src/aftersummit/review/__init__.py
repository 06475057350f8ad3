"""Proposals and decisions in, reviewed commitments out."""
