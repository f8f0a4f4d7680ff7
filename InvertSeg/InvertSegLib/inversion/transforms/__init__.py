"""Other ways to make an MRI look like CT, or to prepare it for the inversion, behind one small protocol."""
