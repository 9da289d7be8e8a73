"""Measured figures: ratios within one run, on whatever machine this is."""
