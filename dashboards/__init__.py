"""What the numbers say: measures, charts and dashboards."""
