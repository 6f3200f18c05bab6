"""Template tags of the units."""
