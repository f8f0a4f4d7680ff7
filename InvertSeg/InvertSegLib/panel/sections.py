"""The panel's sections, made over one session."""

from __future__ import annotations

from typing import Any, Protocol

from InvertSegLib.panel.binding import connect
from InvertSegLib.panel.carrier import Later, QProcessCarrier
from InvertSegLib.panel.engines_section import EnginesSection
from InvertSegLib.panel.installing import Installer
from InvertSegLib.panel.inversion_section import InversionSection
from InvertSegLib.panel.remote_section import RemoteSection
from InvertSegLib.panel.review_section import ReviewSection
from InvertSegLib.panel.run_times import RunTimes
from InvertSegLib.panel.segmentation_section import SegmentationSection
from InvertSegLib.panel.services import Services
from InvertSegLib.panel.tuning_section import TuningSection
from InvertSegLib.panel.uncertainty_control import UncertaintyControl
from InvertSegLib.panel.volume_section import VolumeSection
from InvertSegLib.session.session import Session
from InvertSegLib.session.tuning import SessionTuning


class Section(Protocol):
    """A part of the panel that binds its widgets to the session."""

    def enter(self) -> None:
        """The module is shown."""
        ...

    def exit(self) -> None:
        """Another module is shown."""
        ...

    def close(self) -> None:
        """Listen no more; the section is not used again."""
        ...


def make(
    frame: Any,
    segmentation: Any,
    tuning: Any,
    review: Any,
    engines: Any,
    session: Session,
    services: Services,
) -> tuple[Section, ...]:
    """All sections, in the order in which they stand.

    Args:
        frame: the widgets of InvertSeg.ui, by name.
        segmentation: those of Segmentation.ui.
        tuning: those of Tuning.ui.
        review: those of Review.ui.
        engines: those of Engines.ui.
        session: what they show and change.
        services: the chosen nodes, and the run between them.
    """
    installer = Installer(QProcessCarrier)
    times, trials = RunTimes(session), SessionTuning(session, Later)
    uncertainty = UncertaintyControl(review, session)  # before the preview, see there
    volume = VolumeSection(frame, session, services)
    installation = EnginesSection(engines, session, installer)
    remote = RemoteSection(session)
    engines.remoteLayout.addWidget(remote.widget)

    connect(
        frame.enginesSection,
        "contentsCollapsed(bool)",
        lambda collapsed: installation.set_open(not collapsed),
    )

    def get(action: str, engine: str) -> None:
        frame.enginesSection.collapsed = False
        if action == "prepare_host":
            remote.test()
        else:
            installation.get(action, engine)

    return (
        volume,
        InversionSection(frame, session, services, volume.reading),
        SegmentationSection(segmentation, session, services, installer, get, times, trials),
        TuningSection(tuning, session, services, trials, times),
        ReviewSection(review, services, uncertainty),
        installation,
        remote,
    )
