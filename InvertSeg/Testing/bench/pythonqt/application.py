"""The one QApplication, set up so that it looks and answers like Slicer's wherever it runs."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from PySide6 import QtCore, QtGui, QtWidgets

from . import resources


def application() -> QtWidgets.QApplication:
    """The native application, made at the first call: off screen, with settings in a folder of its own."""
    running = QtWidgets.QApplication.instance()
    if running is not None:
        return running
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    settings = Path(tempfile.mkdtemp(prefix="invertseg-bench-"))
    QtCore.QSettings.setDefaultFormat(QtCore.QSettings.Format.IniFormat)
    for scope in (QtCore.QSettings.Scope.UserScope, QtCore.QSettings.Scope.SystemScope):
        QtCore.QSettings.setPath(QtCore.QSettings.Format.IniFormat, scope, str(settings))
    QtCore.QLocale.setDefault(QtCore.QLocale.c())
    QtCore.QCoreApplication.setOrganizationName("slicer.org")
    QtCore.QCoreApplication.setApplicationName("Slicer")
    from bench.slicer_stand_in import application as slicer_application

    made = slicer_application.make(["Slicer"])
    made.setStyle(slicer_application.qSlicerStyle("Fusion"))
    made.setFont(QtGui.QFont("Sans Serif", 9))
    made.setQuitOnLastWindowClosed(False)
    resources.register()
    return made
