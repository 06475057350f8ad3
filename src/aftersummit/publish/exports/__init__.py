"""One export format, one file."""
