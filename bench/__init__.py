"""Figures: one file each, every one a ratio against a named peer or a floor, taken in the same run."""
