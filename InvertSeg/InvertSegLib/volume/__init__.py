"""Volumes: voxels with their geometry, read from and written to files through SimpleITK."""
