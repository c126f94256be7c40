package main

import (
	"fmt"
	"maps"
	"slices"
)

// take does one step. A client may panic on an answer that its makers did not foresee: that fails the step and no more.
func take(s step, vars variables, c callers) (err error) {
	defer func() {
		if problem := recover(); problem != nil {
			err = fmt.Errorf("panic: %v", problem)
		}
	}()
	if s.Compute != "" {
		return takeCompute(s, vars)
	}
	client, err := c.clientFor(s, vars)
	if err != nil {
		return err
	}
	return takeCall(s, vars, client)
}

func takeCompute(s step, vars variables) error {
	with, err := vars.resolve(s.With)
	if err != nil {
		return err
	}
	result, err := compute(s.Compute, with)
	if err != nil {
		return err
	}
	if name, kept := s.Keep.(string); kept {
		vars[name] = result
	}
	if s.Expect == nil {
		return nil
	}
	expected, err := vars.resolve(s.Expect)
	if err != nil {
		return err
	}
	return equal("the result", result, expected)
}

func takeCall(s step, vars variables, c client) error {
	input, err := vars.resolve(s.Input)
	if err != nil {
		return err
	}
	answer, err := c.call(s.Call, input.(map[string]any))
	if s.Error != "" {
		return refused(c, err, s.Error, s.Status)
	}
	if err != nil {
		return err
	}
	kept, _ := s.Keep.(map[string]any)
	for name, path := range kept {
		value, err := lookup(answer, text(path))
		if err != nil {
			return err
		}
		vars[name] = value
	}
	expected, _ := s.Expect.(map[string]any)
	for _, path := range slices.Sorted(maps.Keys(expected)) {
		value, err := lookup(answer, path)
		if err != nil {
			return err
		}
		want, err := vars.resolve(expected[path])
		if err != nil {
			return err
		}
		if err := equal(path, value, want); err != nil {
			return err
		}
	}
	return nil
}

func refused(c client, err error, code string, status int) error {
	if err == nil {
		return fmt.Errorf("it answered, instead of failing with %d %s", status, code)
	}
	itsCode, itsStatus, found := c.refusal(err)
	if !found {
		return fmt.Errorf("the error is not one of the client's for an answer of the server: %w", err)
	}
	if itsCode != code || itsStatus != status {
		return fmt.Errorf("it failed with %d %s, instead of %d %s", itsStatus, itsCode, status, code)
	}
	return nil
}
