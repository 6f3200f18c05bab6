"""The demonstration: an invented city, its people, and seven months of work on one plan."""
