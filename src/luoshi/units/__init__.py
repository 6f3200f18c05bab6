"""Units and people: the tree of units, who holds which post where, portfolio fields, the working calendar."""
