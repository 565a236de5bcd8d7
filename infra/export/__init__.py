"""The same rules for other front ends: an OPA bundle, Gatekeeper's templates and a Pulumi policy pack."""
