"""Tests of the engine room of the same name."""
