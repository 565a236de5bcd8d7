"""Settings of a stack with one tenant and whatever else a test asks for, in the names of the file."""

from __future__ import annotations

from infra.settings import Settings


def stack(**changes: object) -> Settings:
    return Settings.model_validate(
        {
            "stack": "prod",
            "environment": "prod",
            "cloud": "generic",
            "kubernetesVersion": "1.34",
            "domain": "models.example.com",
            "images": {"app": "ghcr.io/example/app:1.0.0"},
            "tenants": {"vision": {"quota": {"cpu": "64", "memory": "256Gi", "gpus": 4}}},
            "maxNodes": 20,
            **changes,
        }
    )
