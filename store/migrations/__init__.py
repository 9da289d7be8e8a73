"""The steps that build the schema; `store/schema.py` runs them."""
