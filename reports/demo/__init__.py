"""Six months of generated visits for the demonstration, assessed and counted as real ones are."""
