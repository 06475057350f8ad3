"""Text without meaning: normal form, segments as spans, quotations placed in a text."""
