"""Forms of study: the shape of input, nothing else."""
