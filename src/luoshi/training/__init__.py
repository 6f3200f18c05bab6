"""Study: training classes, reading, discussion, reflections, commitments and what became of them."""
