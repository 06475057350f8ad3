"""Evidence and decisions become scores that anyone can replay and dispute."""
