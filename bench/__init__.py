"""The measurements, printed; never timed tests."""
