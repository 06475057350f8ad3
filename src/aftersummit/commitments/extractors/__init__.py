"""Ways to find commitments in a text."""
