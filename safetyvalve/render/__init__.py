"""Data in, markup or bytes out. Knows no models and no database; imports nothing else of the project."""
