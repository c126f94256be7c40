package main

import (
	"fmt"
	"slices"
)

type scenario struct {
	Name  string
	Steps []step
}

// step is a call or a computation. Keep and Expect are maps in a call; in a computation, a name and a value.
type step struct {
	Service string
	Call    string
	Input   map[string]any
	Error   string
	Status  int
	As      any
	Compute string
	With    map[string]any
	Keep    any
	Expect  any
}

// service is the one whose operation is called.
func (s step) service() string {
	if s.Service == "" {
		return "kms"
	}
	return s.Service
}

type report struct {
	Scenario string   `json:"scenario"`
	Calls    []string `json:"calls"`
	Lacks    []string `json:"lacks"`
	Failure  *string  `json:"failure"`
}

func play(s scenario, c callers) report {
	r := report{Scenario: s.Name, Calls: []string{}, Lacks: []string{}}
	for _, step := range s.Steps {
		if step.Call != "" && !c.has(step) {
			r.Lacks = addOnce(r.Lacks, step.Call)
		}
	}
	if len(r.Lacks) > 0 {
		return r
	}
	vars := variables{}
	for i, step := range s.Steps {
		if err := take(step, vars, c); err != nil {
			failure := fmt.Sprintf("step %d, %s%s: %v", i+1, step.Call, step.Compute, err)
			r.Failure = &failure
			return r
		}
		if step.Call != "" {
			r.Calls = addOnce(r.Calls, step.Call)
		}
	}
	return r
}

func addOnce(names []string, name string) []string {
	if slices.Contains(names, name) {
		return names
	}
	return append(names, name)
}
