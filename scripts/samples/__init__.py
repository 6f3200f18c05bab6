"""Makes the bundled sample documents and their labels from the marked-up texts beside them."""
