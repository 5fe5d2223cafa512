"""Muniment, format 1: an independent reader (and a little of a writer). Each module names the part of the specification it follows."""
