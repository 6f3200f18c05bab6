"""Writes of units, people, posts, fields, the calendar and imports."""
