"""What the slicer-core wheel lacks of the package `slicer`; nothing here is used by the extension itself.

Real are the scene with its nodes and logics, displayable managers, storage, `slicer.util` (Slicer's file).
Stand-ins are the application, modules, scripted modules, parameter nodes, sample data, widgets and views.
A member that a real Slicer has and a stand-in has not raises `BenchLacks` (an AttributeError that says so).

Not here, and where a real Slicer may therefore answer otherwise:

- editing in the Segment Editor: it only keeps what it is given;
- the commands at the end of a node selector's list (create, rename, delete): they are methods only;
- the subject hierarchy's items of single segments, its tree and menus;
- mouse interaction in the views, light boxes, and the tables and plots among them;
- modules beyond `slicer.modules` of the measured Slicer, Sequences and DICOM among them;
- installing packages: `slicer.packaging` notes what was asked for;
- terminology and colour files, translations, the buttons of developer mode;
- a Python thread advances here while the application idles; in Slicer it starves.
"""
