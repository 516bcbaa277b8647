"""The codebook of an issue, read and changed."""
