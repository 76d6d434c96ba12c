"""What one line of a page says by itself: a time, a name, an outlet, a credit, a trail, a prompt, running text."""
