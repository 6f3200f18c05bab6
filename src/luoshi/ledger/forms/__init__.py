"""Forms of the ledger: the shape of input, one noun a file."""
