"""Did one actor's wording on one issue shift: exact segmentation, its evidence and its verdicts."""
