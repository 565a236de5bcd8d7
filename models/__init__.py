"""The typed contract of a model (``spec``) and, beside it, one YAML file for each model."""
