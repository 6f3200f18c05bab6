"""What every app stands on: errors, history, stored files, paging, base templates; no noun of the field."""
