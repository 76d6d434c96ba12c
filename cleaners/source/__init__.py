"""Bytes to HTML source that a parser can read: charset, what would stall a parser, stray table cells."""
