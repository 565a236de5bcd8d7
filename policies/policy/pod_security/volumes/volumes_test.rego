package policy.pod_security.volumes_test

import data.lib.sample_test as sample
import data.policy.pod_security.volumes

cases := {
	"none": {"input": sample.stack([sample.serving({})]), "denied": set()},
	"a harmless one": {"input": sample.stack([sample.deployment({"volumes": [{"name": "tmp", "emptyDir": {}}, {"name": "model", "image": {"reference": "a:1"}, "hostPath": null}]})]), "denied": set()},
	"no source is an emptyDir": {"input": sample.stack([sample.deployment({"volumes": [{"name": "tmp", "emptyDir": {}}, {"name": "model"}]})]), "denied": set()},
	"a directory of the node": {"input": sample.stack([sample.deployment({"volumes": [{"name": "tmp", "emptyDir": {}}, {"name": "run", "hostPath": {"path": "/run"}}]})]), "denied": {sample.in_pod("/volumes/1", {"volume": "run", "type": "hostPath", "allowed": "configMap, csi, downwardAPI, emptyDir, ephemeral, image, persistentVolumeClaim, projected, secret"})}},
	"unknown": {"input": sample.stack([sample.deployment({"volumes": [{"name": "tmp", "emptyDir": {}}, {"name": "run", "sky": {}}]})]), "denied": {sample.in_pod("/volumes/1", {"volume": "run", "type": "sky", "allowed": "configMap, csi, downwardAPI, emptyDir, ephemeral, image, persistentVolumeClaim, projected, secret"})}},
	"null is no source": {"input": sample.stack([sample.deployment({"volumes": [{"name": "tmp", "hostPath": null}]})]), "denied": set()},
	"a list": {"input": sample.stack([sample.deployment({"volumes": [["hostPath"]]})]), "denied": set()},
	"text": {"input": sample.stack([sample.deployment({"volumes": "/run"})]), "denied": set()},
	"baseline": {"input": sample.held("baseline", "1.37", [sample.deployment({"volumes": [{"name": "tmp", "emptyDir": {}}, {"name": "run", "nfs": {}}]})]), "denied": set()},
}

test_cases[name] if {
	some name, case in cases
	volumes.deny == case.denied with input as case.input
}
