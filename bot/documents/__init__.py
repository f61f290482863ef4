"""What a person can look at or take along: pictures of the exercises. Drawn here from data, never by hand."""
