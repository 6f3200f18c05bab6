"""Breaking down: from the clauses of a document to the measures that it asks for."""
