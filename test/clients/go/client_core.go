package main

import (
	"errors"
	"fmt"
	"reflect"
	"strconv"

	"github.com/aliyun/alibaba-cloud-sdk-go/sdk"
	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/auth/credentials"
	sdkerrors "github.com/aliyun/alibaba-cloud-sdk-go/sdk/errors"
	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/requests"
	"github.com/aliyun/alibaba-cloud-sdk-go/services/kms"
)

// constructors are for the types that this client has instead of numbers and booleans. A caller makes them by these.
var constructors = map[reflect.Type]func(any) (reflect.Value, error){
	reflect.TypeFor[requests.Boolean](): func(value any) (reflect.Value, error) {
		boolean, err := strconv.ParseBool(text(value))
		return reflect.ValueOf(requests.NewBoolean(boolean)), err
	},
	reflect.TypeFor[requests.Integer](): func(value any) (reflect.Value, error) {
		number, err := strconv.ParseInt(text(value), 10, 64)
		return reflect.ValueOf(requests.NewInteger64(number)), err
	},
}

type coreClient struct {
	kms *kms.Client
}

func connectCore(s settings, c credential) (map[string]client, error) {
	accessKey := credentials.NewAccessKeyCredential(c.ID, c.Secret)
	kms, err := kms.NewClientWithOptions(s.Region, sdk.NewConfig().WithScheme("HTTP"), accessKey)
	if err != nil {
		return nil, err
	}
	kms.Domain = s.address()
	return map[string]client{"kms": coreClient{kms}}, nil
}

func (c coreClient) has(operation string) bool {
	return reflect.ValueOf(c.kms).MethodByName(operation).IsValid()
}

func (c coreClient) call(operation string, input map[string]any) (any, error) {
	create, known := coreRequests[operation]
	if !known {
		return nil, fmt.Errorf("the driver does not know what creates the request: core_requests.go has no %s", operation)
	}
	request := reflect.ValueOf(create).Call(nil)[0]
	if err := fill(request.Elem(), input); err != nil {
		return nil, err
	}
	answer, err := invoke(reflect.ValueOf(c.kms).MethodByName(operation), request)
	if err != nil {
		return nil, err
	}
	return plain(answer.Interface())
}

func (c coreClient) refusal(err error) (string, int, bool) {
	var refusal *sdkerrors.ServerError
	if !errors.As(err, &refusal) {
		return "", 0, false
	}
	return refusal.ErrorCode(), refusal.HttpStatus(), true
}
