"""Loading an nnU-Net v2 network once, to run it on any number of volumes."""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from InvertSegLib.engines.devices import device_failures, use_all_cores
from InvertSegLib.engines.nnunet_folder import ModelFolder
from InvertSegLib.engines.nnunet_imports import import_predictor, quick_trainer_lookup
from InvertSegLib.engines.safe_loading import check_plans, check_resolved, safe_torch_load
from InvertSegLib.errors import EngineError, Failure


def load_predictor(folder: ModelFolder, device: str, trusted: bool = False) -> Any:
    """An `nnUNetPredictor` with the folder's network on the device.

    Args:
        folder: the network.
        device: as `devices.resolve_device` gives it.
        trusted: the model's files may run code.

    Raises:
        EngineError: unreadable_model, untrusted_model, unsupported_model, out_of_memory.
    """
    import torch

    if not trusted:
        check_plans(folder.plans)
    use_all_cores()
    predictor_class = import_predictor()
    with contextlib.redirect_stdout(io.StringIO()), device_failures(device):
        predictor = predictor_class(
            device=torch.device(device),
            perform_everything_on_device=device.startswith("cuda"),
            allow_tqdm=False,
        )
        with safe_torch_load(trusted), quick_trainer_lookup(trusted), _readable(folder):
            predictor.initialize_from_trained_model_folder(
                str(folder.path), [_fold(name) for name in folder.folds], folder.checkpoint
            )
            if not trusted:
                _check_names(predictor)
            # Older nnU-Nets leave this to the first run.
            predictor.network.load_state_dict(predictor.list_of_parameters[0])
        _check_supported(predictor)
        predictor.network.to(predictor.device).eval()
    return predictor


def _fold(name: str) -> int | str:
    return int(name) if name.isdigit() else name


@contextmanager
def _readable(folder: ModelFolder) -> Iterator[None]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # plans of older versions, trainers' signatures
            yield
    except (EngineError, MemoryError):
        raise
    except ImportError as error:
        sentence = f"The network of {folder.path.name} needs the Python package '{error.name}'."
        raise EngineError(Failure("unsupported_model", sentence, "Choose another network.")) from error
    except (RuntimeError, KeyError, TypeError, ValueError, AttributeError, AssertionError, OSError) as error:
        if "out of memory" in str(error).lower() or "alloc" in str(error).lower():
            raise
        sentence = f"The network of {folder.path} cannot be built: {_first_line(error)}."
        remedy = "Check that plans.json, dataset.json and the checkpoints are of the same training."
        raise EngineError(Failure("unreadable_model", sentence, remedy)) from error


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0].rstrip(".:")[:200]


def _check_names(predictor: Any) -> None:
    configuration = predictor.configuration_manager
    check_resolved(
        {
            "label manager": predictor.plans_manager.label_manager_class,
            "preprocessor": configuration.preprocessor_class,
            "resampling of images": configuration.resampling_fn_data,
            "resampling of probabilities": configuration.resampling_fn_probabilities,
        }
    )


def _check_supported(predictor: Any) -> None:
    previous = predictor.configuration_manager.previous_stage_name
    if previous is not None:
        raise EngineError(
            Failure(
                "unsupported_model",
                f"This network is the second of a cascade: it needs what '{previous}' found.",
                f"Choose the network of '{previous}', or one of the configuration 3d_fullres.",
            )
        )
