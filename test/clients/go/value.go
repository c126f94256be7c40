package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// decode keeps numbers as they are written: a float would change the large ones.
func decode(in io.Reader, into any) error {
	decoder := json.NewDecoder(in)
	decoder.UseNumber()
	return decoder.Decode(into)
}

// plain makes maps, lists and texts of a typed value, by the names that it has in JSON.
func plain(value any) (any, error) {
	encoded, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	var result any
	err = decode(bytes.NewReader(encoded), &result)
	return result, err
}

type variables map[string]any

// resolve puts the variables' values in the place of their names.
func (vars variables) resolve(value any) (any, error) {
	switch v := value.(type) {
	case string:
		if name, isName := strings.CutPrefix(v, "$"); isName {
			return lookup(map[string]any(vars), name)
		}
	case []any:
		list := make([]any, len(v))
		for i, element := range v {
			resolved, err := vars.resolve(element)
			if err != nil {
				return nil, err
			}
			list[i] = resolved
		}
		return list, nil
	case map[string]any:
		fields := make(map[string]any, len(v))
		for name, field := range v {
			resolved, err := vars.resolve(field)
			if err != nil {
				return nil, err
			}
			fields[name] = resolved
		}
		return fields, nil
	}
	return value, nil
}

// lookup follows a path of names and positions.
func lookup(value any, path string) (any, error) {
	for _, part := range strings.Split(path, ".") {
		var next any
		switch v := value.(type) {
		case map[string]any:
			next = v[part]
		case []any:
			if position, err := strconv.Atoi(part); err == nil && position >= 0 && position < len(v) {
				next = v[position]
			}
		}
		if next == nil {
			return nil, fmt.Errorf("%s: there is no %s", path, part)
		}
		value = next
	}
	return value, nil
}

// equal compares as texts: one client declares as a text what another declares as a number or a boolean.
func equal(what string, value, expected any) error {
	if text(value) != text(expected) {
		return fmt.Errorf("%s is %s, instead of %s", what, text(value), text(expected))
	}
	return nil
}

// text is a text itself, and everything else as JSON.
func text(value any) string {
	if v, isText := value.(string); isText {
		return v
	}
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return fmt.Sprint(value)
	}
	return strings.TrimSuffix(out.String(), "\n")
}
