"""Engines: one file each behind the protocol of `base`; torch is imported inside functions alone."""
