"""The ledger: plans, their measures, and the life of a measure from proposed to archived."""
