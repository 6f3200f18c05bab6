"""Reads of the library; views get rows through `…_visible_to(user)` only."""
