"""From a model spec to judged, rendered Kubernetes configuration."""
