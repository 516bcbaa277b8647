"""First and last uses of frames and wordings."""
