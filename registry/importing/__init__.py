"""Reading people from files of others, and giving them out again."""
