"""The one place where YAML text becomes values: plain data with the line of every field, or an InputError.

Values are built from the parser's events, not from PyYAML's nodes: an alias then knows the line of its use, nothing is
constructed that JSON can't carry, and deep nesting can't overflow the C stack.
"""

from __future__ import annotations


