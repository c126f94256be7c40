package main

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
)

// fill sets the fields of a typed request. Only fields that it declares itself count: those of the client's base
// request, such as Port and Method, are no parameters of an operation.
func fill(request reflect.Value, input map[string]any) error {
	for _, name := range slices.Sorted(maps.Keys(input)) {
		field, found := request.Type().FieldByName(name)
		if !found || len(field.Index) != 1 {
			return fmt.Errorf("%s has no field %s", request.Type(), name)
		}
		converted, err := convert(input[name], field.Type)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		request.FieldByIndex(field.Index).Set(converted)
	}
	return nil
}

// convert makes of a value from JSON what a field of a request declares.
func convert(value any, to reflect.Type) (reflect.Value, error) {
	if construct, known := constructors[to]; known {
		return construct(value)
	}
	result := reflect.New(to).Elem()
	switch to.Kind() {
	case reflect.Pointer:
		inner, err := convert(value, to.Elem())
		if err != nil {
			return result, err
		}
		result.Set(reflect.New(to.Elem()))
		result.Elem().Set(inner)
	case reflect.String:
		result.SetString(text(value))
	case reflect.Bool:
		boolean, err := strconv.ParseBool(text(value))
		if err != nil {
			return result, err
		}
		result.SetBool(boolean)
	case reflect.Int32, reflect.Int64:
		number, err := strconv.ParseInt(text(value), 10, to.Bits())
		if err != nil {
			return result, err
		}
		result.SetInt(number)
	case reflect.Slice:
		list, isList := value.([]any)
		if !isList {
			return result, fmt.Errorf("%s is no list", text(value))
		}
		for _, element := range list {
			converted, err := convert(element, to.Elem())
			if err != nil {
				return result, err
			}
			result = reflect.Append(result, converted)
		}
	case reflect.Struct:
		fields, isMap := value.(map[string]any)
		if !isMap {
			return result, fmt.Errorf("%s is no map", text(value))
		}
		return result, fill(result, fields)
	default:
		// What is left is the map that v3 declares for an encryption context.
		given := reflect.ValueOf(value)
		if !given.IsValid() || !given.Type().AssignableTo(to) {
			return result, fmt.Errorf("%s cannot be given as %s", text(value), to)
		}
		result.Set(given)
	}
	return result, nil
}

// invoke calls a method of a client. What the methods give is an answer and an error.
func invoke(method reflect.Value, arguments ...reflect.Value) (reflect.Value, error) {
	results := method.Call(arguments)
	if err, failed := results[1].Interface().(error); failed {
		return reflect.Value{}, err
	}
	return results[0], nil
}
