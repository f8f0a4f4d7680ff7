"""The MRML scene: volumes, the live preview, segmentations, their surfaces, what review asks of them.

Knows slicer (MRML) and vtk, not Qt: it runs in Slicer with and without a window, and on slicer-core alike.
"""
