"""Tests of Luoshi; the folders mirror those of the package."""
