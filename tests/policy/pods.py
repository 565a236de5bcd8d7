"""Pods from the value spaces of the Pod Security Standards' controls, and the objects that hold them."""

from __future__ import annotations

from typing import Any, TypeAlias

from hypothesis import strategies as st

Json: TypeAlias = Any

WRAPPERS = {
    "Pod": "v1",
    "Deployment": "apps/v1",
    "StatefulSet": "apps/v1",
    "DaemonSet": "apps/v1",
    "ReplicaSet": "apps/v1",
    "Job": "batch/v1",
    "CronJob": "batch/v1",
}


def wrapped(kind: str, pod: Json, name: str, namespace: str = "") -> Json:
    """Return an object of a kind that holds the pod."""
    metadata = {"name": name, **({"namespace": namespace} if namespace else {})}
    made = {"apiVersion": WRAPPERS[kind], "kind": kind, "metadata": metadata}
    if kind == "Pod":
        return {**made, "metadata": pod["metadata"] | metadata, "spec": pod["spec"]}
    template = {"template": {"metadata": pod["metadata"], "spec": pod["spec"]}}
    return {**made, "spec": {"jobTemplate": {"spec": template}} if kind == "CronJob" else template}


def maybe(**fields: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    """Each field is there or not."""
    return st.fixed_dictionaries({}, optional=fields)


flag = st.sampled_from([True, False, None])
profile = st.none() | maybe(type=st.sampled_from(["RuntimeDefault", "Localhost", "Unconfined", ""]))
se_linux = st.none() | maybe(
    type=st.sampled_from(["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t", "spc_t"]),
    user=st.sampled_from(["", "system_u"]),
    role=st.sampled_from(["", "system_r"]),
    level=st.just("s0:c1"),
)
user = st.sampled_from([0, 1, 1000, None])
windows = st.none() | maybe(hostProcess=flag)
capability = st.sampled_from(["ALL", "NET_BIND_SERVICE", "NET_RAW", "CHOWN", "MKNOD", "SYS_ADMIN", "CAP_CHOWN"])
capabilities = st.none() | maybe(
    add=st.none() | st.lists(capability, max_size=2),
    drop=st.none() | st.lists(capability, max_size=2),
)
sysctl = st.sampled_from(
    [
        "kernel.shm_rmid_forced",
        "kernel.msgmax",
        "net.ipv4.tcp_syncookies",
        "net.ipv4.ip_local_reserved_ports",
        "net.ipv4.tcp_keepalive_time",
        "net.ipv4.tcp_fin_timeout",
        "net.ipv4.tcp_rmem",
        "net.ipv4.tcp_wmem",
        "net.ipv4.tcp_slow_start_after_idle",
        "net.ipv4.tcp_notsent_lowat",
    ]
).map(lambda name: {"name": name, "value": "1"})
pod_security = st.none() | maybe(
    runAsNonRoot=flag,
    runAsUser=user,
    seccompProfile=profile,
    appArmorProfile=profile,
    seLinuxOptions=se_linux,
    windowsOptions=windows,
    sysctls=st.none() | st.lists(sysctl, max_size=2),
)
container_security = st.none() | maybe(
    privileged=flag,
    allowPrivilegeEscalation=st.just(value=False) | flag,
    capabilities=st.just({"drop": ["ALL"]}) | capabilities,
    procMount=st.sampled_from(["Default", "Unmasked", None]),
    runAsNonRoot=flag,
    runAsUser=user,
    seccompProfile=profile,
    appArmorProfile=profile,
    seLinuxOptions=se_linux,
    windowsOptions=windows,
)
call = st.none() | maybe(host=st.sampled_from(["", "127.0.0.1", "example.com", None]), port=st.just(80))
handler = st.none() | maybe(httpGet=call, tcpSocket=call)
port = maybe(containerPort=st.just(80), hostPort=st.sampled_from([0, 80, None]))
volume_source = st.sampled_from(
    [
        *("configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim", "projected"),
        *("secret", "hostPath", "gcePersistentDisk", "awsElasticBlockStore", "gitRepo", "nfs", "iscsi", "glusterfs"),
        *("rbd", "flexVolume", "cinder", "cephfs", "flocker", "fc", "azureFile", "vsphereVolume", "quobyte"),
        *("azureDisk", "portworxVolume", "photonPersistentDisk", "scaleIO", "storageos"),
    ]
)
empty: st.SearchStrategy[Json] = st.just({}) | st.none()
volume = st.dictionaries(volume_source, empty, max_size=2).map(lambda found: {"name": "v", **found})
annotation = st.tuples(
    st.sampled_from(
        [
            "container.apparmor.security.beta.kubernetes.io/a",
            "container.apparmor.security.beta.kubernetes.io/x",
            "seccomp.security.alpha.kubernetes.io/pod",
            "container.seccomp.security.alpha.kubernetes.io/a",
            "container.seccomp.security.alpha.kubernetes.io/b",
            "container.seccomp.security.alpha.kubernetes.io/x",
        ]
    ),
    st.sampled_from(["runtime/default", "docker/default", "localhost/x", "unconfined", "", "RuntimeDefault"]),
)


def container(name: str) -> st.SearchStrategy[Json]:
    """Return containers of that name."""
    parts = maybe(
        securityContext=container_security,
        ports=st.none() | st.lists(port, max_size=2),
        livenessProbe=handler,
        readinessProbe=handler,
        startupProbe=handler,
        lifecycle=st.none() | maybe(postStart=handler, preStop=handler),
    )
    return parts.map(lambda more: {"name": name, "image": "registry.example.com/a:1", **more})


HARDENED = {
    "allowPrivilegeEscalation": False,
    "capabilities": {"drop": ["ALL"]},
    "runAsNonRoot": True,
    "seccompProfile": {"type": "RuntimeDefault"},
}
hardened = {"name": "a", "image": "registry.example.com/a:1", "securityContext": HARDENED}
some_containers = st.just([hardened]) | st.lists(container("a"), min_size=1, max_size=1)
spec = st.builds(
    lambda containers, more: {"containers": containers, **more},
    some_containers,
    maybe(
        initContainers=st.none() | st.lists(container("b"), max_size=1),
        ephemeralContainers=st.none() | st.lists(container("c"), max_size=1),
        securityContext=pod_security,
        volumes=st.none() | st.lists(volume, max_size=2),
        hostNetwork=flag,
        hostPID=flag,
        hostIPC=flag,
        hostUsers=flag,
        os=st.sampled_from([{"name": "windows"}, {"name": "linux"}, None]),
    ),
)
metadata = maybe(annotations=st.none() | st.lists(annotation, max_size=2).map(dict))
pods: st.SearchStrategy[Json] = st.builds(lambda about, body: {"metadata": about, "spec": body}, metadata, spec)


def _in_container(security: Json, **more: Json) -> Json:
    return {"containers": [{**hardened, "securityContext": HARDENED | (security or {}), **more}]}


# Of the restricted level but for one odd part: where mistakes would show.
almost_hardened: st.SearchStrategy[Json] = st.one_of(
    container_security.map(_in_container),
    pod_security.map(lambda part: {"containers": [hardened], "securityContext": part}),
    st.lists(volume, max_size=2).map(lambda part: {"containers": [hardened], "volumes": part}),
    handler.map(lambda part: _in_container({}, livenessProbe=part)),
).map(lambda body: {"metadata": {}, "spec": body})
