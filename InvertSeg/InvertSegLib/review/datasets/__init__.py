"""Readers of the data sets that the literature uses: which scans there are, and what experts drew in them."""
