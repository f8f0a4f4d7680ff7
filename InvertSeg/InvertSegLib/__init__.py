"""InvertSeg: CT-trained segmentation models on T1-weighted MRI, by inverting its intensities.

The rooms of this package, and what each may import, are listed in ``pyproject.toml`` under
``tool.importlinter``; torch is imported in the worker process alone.
"""

__version__ = "0.1.0"
