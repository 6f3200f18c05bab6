"""People: users, signing in, their choices of language and theme, API tokens."""
