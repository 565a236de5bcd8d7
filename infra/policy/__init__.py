"""From manifests to a verdict. Knows no rule: rules are Rego, and their words are in their own annotations."""
