"""Slice and 3D views as pictures, drawn off screen by Slicer's own displayable managers."""
