"""What the slicer-core wheel lacks of the package `slicer`; nothing here is used by the extension itself."""
