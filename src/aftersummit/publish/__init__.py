"""A register in, files that anyone can keep out."""
