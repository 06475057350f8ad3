"""One verb a file: parse, call the project, print."""
