// Command client-driver calls a server by one of the cloud's own Go clients, as a list of scenarios says.
// ../README.md has the protocol.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime/debug"
)

// settings are what the driver is told on standard input.
type settings struct {
	Host            string
	Port            int
	Region          string
	AccessKeyID     string
	AccessKeySecret string
	Scenarios       []scenario
}

func (s settings) address() string {
	return fmt.Sprintf("%s:%d", s.Host, s.Port)
}

// credential is an access key, or that of a session with its token.
type credential struct {
	ID     string
	Secret string
	Token  string
}

// client is one of the cloud's clients, pointed at the server.
type client interface {
	// has tells whether the client has a method for the operation.
	has(operation string) bool
	// call fills the request that the operation's method declares, calls the method and gives its answer.
	call(operation string, input map[string]any) (any, error)
	// refusal finds the server's code and HTTP status in an error of the client.
	refusal(err error) (code string, status int, found bool)
}

// connect makes the clients for the services that steps name.
type connect func(s settings, c credential) (map[string]client, error)

type subject struct {
	module  string
	connect connect
}

var subjects = map[string]subject{
	"alibaba-cloud-sdk-go": {"github.com/aliyun/alibaba-cloud-sdk-go", connectCore},
	"kms-20160120-v3":      {"github.com/alibabacloud-go/kms-20160120/v3", connectTea},
	"ram-20150501-v2":      {"github.com/alibabacloud-go/ram-20150501/v2", connectTea},
	"sts-20150401-v2":      {"github.com/alibabacloud-go/sts-20150401/v2", connectTea},
}

func main() {
	if err := run(os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string, in io.Reader, out io.Writer) error {
	if len(args) != 1 {
		return fmt.Errorf("the driver takes one argument, the name of a client")
	}
	subject, known := subjects[args[0]]
	if !known {
		return fmt.Errorf("there is no client %q", args[0])
	}
	var s settings
	if err := decode(in, &s); err != nil {
		return fmt.Errorf("standard input: %w", err)
	}
	lines := json.NewEncoder(out)
	if err := lines.Encode(map[string]string{"version": versionOf(subject.module)}); err != nil {
		return err
	}
	for _, scenario := range s.Scenarios {
		if err := lines.Encode(play(scenario, callers{s, subject.connect})); err != nil {
			return err
		}
	}
	return nil
}

// versionOf reads the version from the binary itself: go.mod may have changed since it was built.
func versionOf(module string) string {
	if info, found := debug.ReadBuildInfo(); found {
		for _, dependency := range info.Deps {
			if dependency.Path == module {
				return dependency.Version
			}
		}
	}
	return "unknown"
}
