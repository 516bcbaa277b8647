"""Statistics and wordings: records and arrays in, results out."""
