"""Pure: records and arrays in, results out."""
