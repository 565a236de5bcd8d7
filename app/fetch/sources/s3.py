"""``s3://bucket/key``: botocore finds the pod's credentials and signs; the transfer is ours, so it resumes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import botocore.session
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from app.fetch.errors import FetchError, Transient, UsageError
from app.fetch.source import Request
from app.fetch.sources.https import One

if TYPE_CHECKING:
    from app.fetch.address import Address
    from app.fetch.clock import Clock

_REGION = "us-east-1"
_SIGNED_SECONDS = 3600
_FINAL = 500


@dataclass
class _Object:
    bucket: str
    key: str
    path: str = ""
    size: int | None = None
    sha256: str | None = None
    packed: bool = False
    _session: Any = field(default_factory=botocore.session.get_session, repr=False)
    _region: str | None = None

    def request(self, clock: Clock) -> Request:
        """Return a URL that is signed for an hour; the first time, learn the bucket's region on the way."""
        try:
            if self._region is None:
                self._region = self._find_region(clock)
            url = self._client(self._region, clock).generate_presigned_url(
                "get_object", {"Bucket": self.bucket, "Key": self.key}, _SIGNED_SECONDS
            )
        except ClientError as error:
            status = error.response["ResponseMetadata"]["HTTPStatusCode"]
            words = f"s3://{self.bucket}/{self.key}: status {status}"
            raise (Transient(words) if status >= _FINAL else FetchError(words)) from error
        except BotoCoreError as error:
            raise Transient(f"s3://{self.bucket}/{self.key}: {error}") from error
        return Request(url, {})

    def _find_region(self, clock: Clock) -> str:
        configured = self._session.get_config_variable("region") or _REGION
        head = self._client(configured, clock).head_object(Bucket=self.bucket, Key=self.key)
        return str(head["ResponseMetadata"]["HTTPHeaders"].get("x-amz-bucket-region", configured))

    def _client(self, region: str, clock: Clock) -> Any:  # noqa: ANN401 - botocore makes its classes as it runs
        left = clock.left()
        anonymous = {} if self._session.get_credentials() else {"signature_version": UNSIGNED}
        config = Config(
            connect_timeout=min(10, left),
            read_timeout=min(30, left),
            retries={"total_max_attempts": 1},
            **(anonymous or {"signature_version": "s3v4"}),
        )
        return self._session.create_client("s3", region_name=region, config=config)


def source(address: Address) -> One:
    """Return the source of an object.

    Raises:
        UsageError: If a token is given, for which S3 has no use.
    """
    if address.token:
        raise UsageError("s3: FETCH_TOKEN is not used; give the pod's service account a role")
    return One(_Object(*address.split()))
