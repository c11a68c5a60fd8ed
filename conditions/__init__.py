"""What DfE agreed with the council, and what the council sends back."""
