"""Tests of the words on the screen and of their English."""
