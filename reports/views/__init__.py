"""Pages and papers of the reports."""
