"""The Pulumi program: `pulumi preview` and `pulumi up` declare what was judged."""

from infra.deploy.program import run

run()
