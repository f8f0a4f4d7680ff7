"""The widgets of CTK that Slicer shows to Python, made of Qt ones."""
