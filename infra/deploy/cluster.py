"""The provider: one cluster, named by the settings, never the one that happens to be current."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pulumi_kubernetes

from infra.errors import InputError, Problem

if TYPE_CHECKING:
    from infra.settings import Settings

_NO_CLUSTER = '{"apiVersion": "v1", "kind": "Config", "clusters": [], "contexts": [], "users": []}'
"""A kubeconfig that leads nowhere: a preview then says what would be made, and asks no cluster."""


def provider(settings: Settings, *, dry_run: bool) -> pulumi_kubernetes.Provider:
    """Return the provider for the stack's cluster, with server-side apply.

    Raises:
        InputError: If the stack names no cluster and this is no preview.
    """
    cluster = settings.cluster
    if cluster is None:
        if not dry_run:
            what = f"the stack {settings.stack} names no cluster, so it can be previewed and rendered only"
            fix = "add slipway:cluster: {context: NAME} to its settings"
            raise InputError(Problem(what, fix, f"Pulumi.{settings.stack}.yaml", "slipway:cluster"))
        return pulumi_kubernetes.Provider("cluster", kubeconfig=_NO_CLUSTER, enable_server_side_apply=True)
    return pulumi_kubernetes.Provider(
        "cluster", kubeconfig=cluster.kubeconfig, context=cluster.context, enable_server_side_apply=True
    )
