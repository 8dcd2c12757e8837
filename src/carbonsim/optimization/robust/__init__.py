"""One first stage for several futures."""
