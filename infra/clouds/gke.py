"""Google Kubernetes Engine, Standard, with Workload Identity Federation and Google's own Gateway controller."""

from infra.clouds.cloud import Cloud, NodeFacts, Nodes, Share, Taint
from infra.clouds.gateway import Backend, Entrance, Extra, GatewayFacts
from infra.clouds.identity import Endpoint, WorkloadIdentity
from infra.clouds.storage import ObjectVolume, Storage

_MODEL = "cloud.google.com/gke-accelerator"
_SHARING = "cloud.google.com/gke-gpu-sharing-strategy"
_SPOT = "cloud.google.com/gke-spot"
_API = "networking.gke.io/v1"

# https://cloud.google.com/load-balancing/docs/firewall-rules: where health checks, and requests of load balancers
# that stand at Google's edge, come from.
_EDGE = ("130.211.0.0/22", "35.191.0.0/16")
# Regional load balancers are proxies in a subnet of the network's own.
_PROXY_ONLY = Entrance(sources=_EDGE, subnets="the proxy-only subnet of the region")


def _policies(backend: Backend) -> tuple[Extra, ...]:
    """Return the health check and the timeouts of a Service.

    https://cloud.google.com/kubernetes-engine/docs/how-to/configure-gateway-resources
    """
    # Without a policy it asks for /, which no runtime answers with 200.
    http = {"portSpecification": "USE_SERVING_PORT", "requestPath": backend.ready_path}
    check = {
        "checkIntervalSec": 5,
        "timeoutSec": 3,
        "healthyThreshold": 1,
        "unhealthyThreshold": 2,
        "config": {"type": "HTTP", "httpHealthCheck": http},
    }
    # Without a policy a request is given up after 30 seconds, and a leaving pod loses what it has accepted.
    times = {
        "timeoutSec": backend.request_seconds,
        "connectionDraining": {"drainingTimeoutSec": backend.drain_seconds},
    }
    service = {"group": "", "kind": "Service", "name": backend.service}
    return (
        Extra(_API, "HealthCheckPolicy", {"spec": {"default": check, "targetRef": dict(service)}}),
        Extra(_API, "GCPBackendPolicy", {"spec": {"default": times, "targetRef": dict(service)}}),
    )


GKE = Cloud(
    name="gke",
    accelerators={
        "nvidia": NodeFacts(
            # No label says only that there is a GPU; the request for it finds the node.
            labels={},
            # https://cloud.google.com/kubernetes-engine/docs/how-to/gpus: set where the cluster has other nodes too.
            taints=(Taint("nvidia.com/gpu"),),
            resource="nvidia.com/gpu",
            # https://cloud.google.com/kubernetes-engine/docs/how-to/gpus#gpu_regional_availability
            models={
                "t4": {_MODEL: "nvidia-tesla-t4"},
                "v100": {_MODEL: "nvidia-tesla-v100"},
                "l4": {_MODEL: "nvidia-l4"},
                "a100": {_MODEL: "nvidia-tesla-a100"},
                "a100-80gb": {_MODEL: "nvidia-a100-80gb"},
                "h100": {_MODEL: "nvidia-h100-80gb"},
                "h200": {_MODEL: "nvidia-h200-141gb"},
                "b200": {_MODEL: "nvidia-b200"},
            },
            # GKE's plugin calls a part what it calls a whole GPU: the labels tell them apart.
            # https://cloud.google.com/kubernetes-engine/docs/concepts/timesharing-gpus
            shares={
                "mig": Share("nvidia.com/gpu", {"cloud.google.com/gke-gpu-partition-size": "{profile}"}),
                "timeSlicing": Share("nvidia.com/gpu", {_SHARING: "time-sharing"}),
                "mps": Share("nvidia.com/gpu", {_SHARING: "mps"}),
            },
        ),
    },
    # https://docs.cloud.google.com/kubernetes-engine/docs/concepts/spot-vms. That auto-provisioning sets the taint is
    # unverified; tolerating one that isn't there does no harm.
    spot=Nodes({_SPOT: "true"}, (Taint(_SPOT, "true"),)),
    # https://cloud.google.com/kubernetes-engine/docs/how-to/gpus: the DaemonSet nvidia-gpu-device-plugin.
    manages_device_plugin=True,
    manages_gateway_api=True,
    # https://cloud.google.com/kubernetes-engine/docs/how-to/persistent-volumes/filestore-csi-driver: at least 1 TiB.
    storage=Storage(
        single="standard-rwo",
        shared="standard-rwx",
        # https://cloud.google.com/kubernetes-engine/docs/how-to/cloud-storage-fuse-csi-driver-setup
        objects=ObjectVolume("gs", "gcsfuse.csi.storage.gke.io", {"gke-gcsfuse/volumes": "true"}),
    ),
    # https://cloud.google.com/kubernetes-engine/docs/how-to/gatewayclass-capabilities
    gateway=GatewayFacts(
        internal="gke-l7-rilb",
        public="gke-l7-global-external-managed",
        classes={
            "gke-l7-global-external-managed": Entrance(sources=_EDGE),
            "gke-l7-regional-external-managed": _PROXY_ONLY,
            "gke-l7-rilb": _PROXY_ONLY,
        },
        backend=_policies,
        # https://cloud.google.com/kubernetes-engine/docs/how-to/secure-gateway: in capitals, or it is refused.
        app_protocol="HTTP",
        # https://github.com/kserve/kserve/issues/5311: a route with timeouts is refused, and its policies with it.
        timeouts=False,
    ),
    ingress_class=None,
    # https://cloud.google.com/kubernetes-engine/docs/concepts/ingress: spec.ingressClassName can't name it.
    ingress_annotations={"kubernetes.io/ingress.class": "gce"},
    identities=(
        # https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity. Pods have an identity without an
        # annotation too, and Google's libraries ask for its token whenever they talk to a bucket.
        WorkloadIdentity(
            "gcp_service_account",
            annotation="iam.gke.io/gcp-service-account",
            # On other nodes the same address hands out what the node itself may do.
            node_labels={"iam.gke.io/gke-metadata-server-enabled": "true"},
            # https://cloud.google.com/kubernetes-engine/docs/how-to/network-policy#network-policy-and-workload-identity:
            # the first with Dataplane V2, the second with Calico, which looks at packets after they were redirected.
            endpoints=(Endpoint("169.254.169.254/32", (80, 8080)), Endpoint("169.254.169.252/32", (987, 988))),
            stores=("gs",),
        ),
    ),
    # https://cloud.google.com/kubernetes-engine/docs/how-to/nodelocal-dns-cache: Dataplane V2 sends a pod's questions
    # to the cache's pod, which is on by default since 1.33.1; without that, Cloud DNS answers at the metadata server.
    dns_pods=("kube-dns", "node-local-dns"),
    dns_addresses=("169.254.20.10/32", "169.254.169.254/32"),
    load_balancer_class=None,
    load_balancer_internal={"networking.gke.io/load-balancer-type": "Internal"},
    registry="<region>-docker.pkg.dev/<project>/<repository>/<image>",
    zone="us-central1-a",
    # https://cloud.google.com/kubernetes-engine/docs/how-to/dataplane-v2
    network_policy="Dataplane V2, or `--enable-network-policy` (Calico); neither is the default of Standard",
)
