"""Whether the house works: for monitors and for whoever runs it. Names, times and counts, never content."""
