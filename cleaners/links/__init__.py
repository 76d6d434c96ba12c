"""Web addresses: their comparison form, whose they are, what shape they have."""
