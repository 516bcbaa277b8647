"""The search for shifts in one actor's wording on one issue."""
