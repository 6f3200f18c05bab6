"""Tests of the `luoshi` command."""
