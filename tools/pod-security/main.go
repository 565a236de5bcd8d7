// Command pod-security answers tests of the policies with what Kubernetes' own code says.
//
//	pod-security fixtures FOLDER   the official fixtures below FOLDER (test/testdata of the module), one a line
//	pod-security evaluate          for each {"level", "version", "pod"} on stdin, why the standard refuses the pod
//	pod-security quantities        for each string on stdin, the quantity in nano-units, or null if it is none
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"gopkg.in/inf.v0"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
	"sigs.k8s.io/yaml"
)

const longestLine = 1 << 24

type fixture struct {
	Level   string          `json:"level"`
	Version string          `json:"version"`
	Expect  string          `json:"expect"`
	Name    string          `json:"name"`
	Pod     json.RawMessage `json:"pod"`
}

type question struct {
	Level   string     `json:"level"`
	Version string     `json:"version"`
	Pod     corev1.Pod `json:"pod"`
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	out := json.NewEncoder(os.Stdout)
	switch {
	case len(arguments) == 2 && arguments[0] == "fixtures":
		return fixtures(arguments[1], out)
	case len(arguments) == 1 && arguments[0] == "evaluate":
		return evaluate(out)
	case len(arguments) == 1 && arguments[0] == "quantities":
		return eachLine(func(line []byte) error { return quantity(line, out) })
	}
	return fmt.Errorf("usage: pod-security fixtures FOLDER | evaluate | quantities")
}

func fixtures(folder string, out *json.Encoder) error {
	return filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".yaml" {
			return err
		}
		relative, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		parts := strings.Split(filepath.ToSlash(relative), "/")
		if len(parts) != 4 {
			return fmt.Errorf("%s: not <level>/<version>/<pass or fail>/<name>.yaml", relative)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		pod, err := yaml.YAMLToJSON(text)
		if err != nil {
			return fmt.Errorf("%s: %w", relative, err)
		}
		return out.Encode(fixture{parts[0], parts[1], parts[2], strings.TrimSuffix(parts[3], ".yaml"), pod})
	})
}

func evaluate(out *json.Encoder) error {
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		return err
	}
	return eachLine(func(line []byte) error {
		var asked question
		if err := json.Unmarshal(line, &asked); err != nil {
			return err
		}
		level, err := api.ParseLevel(asked.Level)
		if err != nil {
			return err
		}
		version, err := api.ParseVersion(asked.Version)
		if err != nil {
			return err
		}
		standard := api.LevelVersion{Level: level, Version: version}
		for index := range asked.Pod.Spec.Volumes {
			admitted(&asked.Pod.Spec.Volumes[index])
		}
		reasons := []string{}
		for _, result := range evaluator.EvaluatePod(standard, &asked.Pod.ObjectMeta, &asked.Pod.Spec) {
			if !result.Allowed {
				reasons = append(reasons, result.ForbiddenReason)
			}
		}
		return out.Encode(reasons)
	})
}

// admitted sets what the API server sets before the evaluator sees the pod: a volume without a source is an emptyDir.
func admitted(volume *corev1.Volume) {
	if volume.VolumeSource == (corev1.VolumeSource{}) {
		volume.EmptyDir = &corev1.EmptyDirVolumeSource{}
	}
}

func quantity(line []byte, out *json.Encoder) error {
	var written string
	if err := json.Unmarshal(line, &written); err != nil {
		return err
	}
	parsed, err := resource.ParseQuantity(written)
	if err != nil {
		return out.Encode(nil)
	}
	return out.Encode(new(inf.Dec).Round(parsed.AsDec(), 9, inf.RoundUp).UnscaledBig().String())
}

func eachLine(answer func([]byte) error) error {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, longestLine)
	for lines.Scan() {
		if err := answer(lines.Bytes()); err != nil {
			return err
		}
	}
	return lines.Err()
}
