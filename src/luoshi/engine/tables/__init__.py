"""Tables as ledgers: grids with merged cells spread, headers understood, and the rows that ask for something."""
