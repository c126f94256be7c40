package main

import (
	"errors"
	"fmt"
	"reflect"

	openapi "github.com/alibabacloud-go/darabonba-openapi/v2/client"
	kmsv3 "github.com/alibabacloud-go/kms-20160120/v3/client"
	"github.com/alibabacloud-go/tea/tea"
)

type v3Client struct {
	kms *kmsv3.Client
}

func connectV3(s settings, secret string) (client, error) {
	kms, err := kmsv3.NewClient(&openapi.Config{
		AccessKeyId:     &s.AccessKeyID,
		AccessKeySecret: &secret,
		RegionId:        &s.Region,
		Endpoint:        tea.String(s.address()),
		Protocol:        tea.String("http"),
	})
	return v3Client{kms}, err
}

func (c v3Client) has(operation string) bool {
	return reflect.ValueOf(c.kms).MethodByName(operation).IsValid()
}

func (c v3Client) call(operation string, input map[string]any) (any, error) {
	method := reflect.ValueOf(c.kms).MethodByName(operation)
	arguments, err := requestFor(method.Type(), input)
	if err != nil {
		return nil, err
	}
	answer, err := invoke(method, arguments...)
	if err != nil {
		return nil, err
	}
	return plain(answer.Elem().FieldByName("Body").Interface())
}

// requestFor makes the request that a method takes. A method of an operation without parameters takes none.
func requestFor(method reflect.Type, input map[string]any) ([]reflect.Value, error) {
	if method.NumIn() == 0 {
		if len(input) > 0 {
			return nil, fmt.Errorf("the client's method takes no parameters, so not %s", text(input))
		}
		return nil, nil
	}
	request := reflect.New(method.In(0).Elem())
	return []reflect.Value{request}, fill(request.Elem(), input)
}

func (c v3Client) refusal(err error) (string, int, bool) {
	var refusal *tea.SDKError
	if !errors.As(err, &refusal) || refusal.StatusCode == nil {
		return "", 0, false
	}
	return tea.StringValue(refusal.Code), tea.IntValue(refusal.StatusCode), true
}
