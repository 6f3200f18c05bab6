"""Reading: one module per format, told apart by content; the registry is the only place that knows them all."""
