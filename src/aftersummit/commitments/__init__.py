"""Documents in, commitments out."""
