package main

import (
	"errors"
	"fmt"
	"reflect"

	openapi "github.com/alibabacloud-go/darabonba-openapi/v2/client"
	kmsv3 "github.com/alibabacloud-go/kms-20160120/v3/client"
	ramv2 "github.com/alibabacloud-go/ram-20150501/v2/client"
	stsv2 "github.com/alibabacloud-go/sts-20150401/v2/client"
	"github.com/alibabacloud-go/tea/tea"
)

// teaClient is one of the newer clients, which are generated and have a method for each operation.
type teaClient struct {
	client reflect.Value
}

func connectTea(s settings, c credential) (map[string]client, error) {
	config := &openapi.Config{
		AccessKeyId:     &c.ID,
		AccessKeySecret: &c.Secret,
		RegionId:        &s.Region,
		Endpoint:        tea.String(s.address()),
		Protocol:        tea.String("http"),
	}
	if c.Token != "" {
		config.SecurityToken = &c.Token
	}
	kms, kmsErr := kmsv3.NewClient(config)
	ram, ramErr := ramv2.NewClient(config)
	sts, stsErr := stsv2.NewClient(config)
	return map[string]client{
		"kms": teaClient{reflect.ValueOf(kms)},
		"ram": teaClient{reflect.ValueOf(ram)},
		"sts": teaClient{reflect.ValueOf(sts)},
	}, errors.Join(kmsErr, ramErr, stsErr)
}

func (c teaClient) has(operation string) bool {
	return c.client.MethodByName(operation).IsValid()
}

func (c teaClient) call(operation string, input map[string]any) (any, error) {
	method := c.client.MethodByName(operation)
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

func (c teaClient) refusal(err error) (string, int, bool) {
	var refusal *tea.SDKError
	if !errors.As(err, &refusal) || refusal.StatusCode == nil {
		return "", 0, false
	}
	return tea.StringValue(refusal.Code), tea.IntValue(refusal.StatusCode), true
}
