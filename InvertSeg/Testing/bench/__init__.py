"""A bench: what a Slicer module finds around it, on PySide6 and the slicer-core wheel, by PythonQt's rules."""
