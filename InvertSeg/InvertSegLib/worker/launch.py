"""Start the worker of the InvertSegLib folder that this file lies in, with any environment's Python.

The folder that contains InvertSegLib may be another environment's site-packages, so it must not get onto
``sys.path``: the package is loaded from its place by hand. This is done at import time as well, because
multiprocessing's spawned children import this file and then need InvertSegLib.

No syntax younger than Python 3.6 here, so that an old Python can say what is wrong.
"""

import importlib.util
import os
import sys

_PACKAGE = "InvertSegLib"
_WORKER = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - see the docstring
_FOLDER = os.path.dirname(_WORKER)  # noqa: PTH120


def _load_package():
    # A script's own folder comes first on the path; ours has names (frames, events) others may use.
    sys.path[:] = [p for p in sys.path if os.path.abspath(p or os.curdir) != _WORKER]  # noqa: PTH100
    if _PACKAGE in sys.modules:
        return
    spec = importlib.util.spec_from_file_location(
        _PACKAGE,
        os.path.join(_FOLDER, "__init__.py"),  # noqa: PTH118
        submodule_search_locations=[_FOLDER],
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules[_PACKAGE] = module
    spec.loader.exec_module(module)


if sys.version_info < (3, 10):  # noqa: UP036 - this is the check
    sys.exit("InvertSeg needs Python 3.10 or newer, and this is %d.%d." % sys.version_info[:2])  # noqa: UP031
_load_package()

if __name__ == "__main__":
    from InvertSegLib.worker.server import main

    main()
