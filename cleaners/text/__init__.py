"""What a piece of text tells by itself, without a page around it: language, script, how it is worded."""
