"""Asking a language model: what is asked, how, at what cost, and where its quotations stand."""
