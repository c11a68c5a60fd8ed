"""Django's own way to PostgreSQL, asking less often whether the server is still there."""
