"""``python -m infra`` is the ``slipway`` command."""

from infra.cli.app import main

if __name__ == "__main__":
    main()
