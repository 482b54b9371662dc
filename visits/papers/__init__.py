"""Papers of the Posyandu day: the official cards, filled or empty, and the sheet for a day without a phone."""
