"""Measurements of the whole product on made data."""
