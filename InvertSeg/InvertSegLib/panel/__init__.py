"""The Qt panel of the Slicer module: one file for each section, no logic of its own."""
