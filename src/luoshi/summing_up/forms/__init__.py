"""Forms of uploads and imports."""
