"""A generated project of many models."""

from __future__ import annotations

import shutil
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent.parent

_SPEC = """\
name: model-{number:05}
version: "1.{number}.0"
owner: team-{team}
runtime: {{profile: builtin, batching: {{maxSize: 32, maxLatencyMs: 8}}}}
artifact:
  uri: s3://acme-models/model-{number:05}/model.onnx
  sha256: "{number:064x}"
  size: {size}Mi
compute: {{cpu: "1", memory: 2Gi}}
scaling: {{min: 2, max: 6}}
cache: {{size: 4Gi, access: ReadWriteMany}}
lifecycle: {{requestTimeoutSeconds: 20}}
route: {{}}
clients: [shop, search]
identity: {{awsRoleArn: "arn:aws:iam::111122223333:role/models-read"}}
environments:
  dev: {{compute: {{cpu: 500m}}}}
"""
_QUOTA = "quota: {{cpu: {cpu}, memory: {memory}Gi, ephemeralStorage: {memory}Gi, storage: {memory}Gi, pods: {pods}}}"


def create(folder: Path, models: int) -> Path:
    """Write a project of ``models`` models and one stack ``prod``, whose quota fits them."""
    shutil.copytree(REPOSITORY / "policies", folder / "policies")
    shutil.copy(REPOSITORY / "Pulumi.yaml", folder)
    settings = (REPOSITORY / "Pulumi.prod.yaml").read_text()
    old = next(line.strip() for line in settings.splitlines() if "quota:" in line)
    quota = _QUOTA.format(cpu=models * 20, memory=models * 40, pods=models * 10)
    (folder / "Pulumi.prod.yaml").write_text(settings.replace(old, quota))
    (folder / "models").mkdir()
    for number in range(models):
        spec = _SPEC.format(number=number, team=number % 40, size=50 + number % 900)
        (folder / "models" / f"model-{number:05}.yaml").write_text(spec)
    return folder
