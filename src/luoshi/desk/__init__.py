"""The home page: what waits for a person, and what to do first."""
