"""What ``slipway check --trust REF`` believes: the policies and the stacks' environments of a reviewed commit.

A pull request must not excuse itself, so nothing of those comes from the working tree.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import typer

from infra import git, stacks
from infra.errors import InputError, Problem
from infra.policy import bundle
from infra.stack_verdict import context_of

if TYPE_CHECKING:
    from pathlib import Path

    from infra.policy.bundle import Bundle
    from infra.policy.context import Context

_POLICIES = "policies/"


class Trusted:
    """A reviewed commit's policies and stacks."""

    def __init__(self, folder: Path, ref: str) -> None:
        """Read them.

        Raises:
            InputError: If there is no such commit, or something of it can't be used.
            EngineError: If it has no policies, or git fails.
        """
        self.ref = ref
        files = git.files_at(folder, git.commit(folder, ref), _decides)
        self._policies = {
            path.removeprefix(_POLICIES): text for path, text in files.items() if path.startswith(_POLICIES)
        }
        self._folder = folder
        self._contexts = {
            name: context_of(stacks.loaded(name, text).settings)
            for path, text in files.items()
            if (name := stacks.name_of(path))
        }
        self._refuse_leftovers()

    def bundle(self) -> Bundle:
        """Return the commit's policies."""
        return bundle.bundle_of(self._policies, "policies")

    def changed(self) -> list[str]:
        """Return the files of the policies that are others in the working tree."""
        ours = bundle.files_in(self._folder / "policies")
        paths = sorted({*ours, *self._policies})
        return [_POLICIES + path for path in paths if ours.get(path) != self._policies.get(path)]

    def context(self, own: Context) -> Context:
        """Return the context by which a stack is judged; one that the commit doesn't know is judged as production."""
        name = own.stack or ""
        trusted = self._contexts.get(name, dataclasses.replace(own, environment="prod"))
        for key, value in trusted.as_input().items():
            if value != own.as_input()[key]:
                here = own.as_input()[key]
                typer.echo(f"Pulumi.{name}.yaml: {key} is {here} here; judged as {value}, as {self.ref} says", err=True)
        return trusted

    def _refuse_leftovers(self) -> None:
        problems = [
            Problem(
                "the stack is gone, and its rendered tree is still there", "remove the tree too", f"rendered/{name}"
            )
            for name in self._contexts
            if name not in stacks.names(self._folder) and (self._folder / "rendered" / name).exists()
        ]
        if problems:
            raise InputError(*problems)


def _decides(path: str) -> bool:
    if path.startswith(_POLICIES):
        return bundle.belongs(path.removeprefix(_POLICIES))
    return stacks.name_of(path) is not None
