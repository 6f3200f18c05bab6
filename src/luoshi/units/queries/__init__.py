"""Reads of units, people, fields and the calendar; views get rows through `…_visible_to(user)` only."""
