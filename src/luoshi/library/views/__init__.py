"""Pages of the library, one noun a file."""
