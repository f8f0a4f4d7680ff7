"""``python -m InvertSegLib.worker``, for environments that have InvertSeg installed."""

from InvertSegLib.worker.server import main

if __name__ == "__main__":
    main()
