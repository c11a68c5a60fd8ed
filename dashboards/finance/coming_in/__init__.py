"""Figures that come into the grid other than by typing."""
