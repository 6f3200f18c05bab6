"""The data files of the training class."""
