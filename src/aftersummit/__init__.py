"""aftersummit: from summit texts to a register of commitments that is followed for years."""
