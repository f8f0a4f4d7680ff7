"""How good a segmentation is, and how to make it better: evaluation, studies, quality, tuning."""
