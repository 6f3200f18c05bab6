"""Tables of study, step by step."""
