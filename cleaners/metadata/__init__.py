"""Time, credits and the other fields, each from the places on the page that state it."""
