"""The second door: the judged manifests declared as Pulumi resources. The only package that imports pulumi."""
