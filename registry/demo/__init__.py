"""Generated people in Kabupaten Jepara's real areas, for trying the application out. Nobody in it exists."""
