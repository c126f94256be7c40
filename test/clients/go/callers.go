package main

import "fmt"

// callers make the client for a step: of its service, and with the credential that it is taken with.
type callers struct {
	settings settings
	connect  connect
}

func (c callers) own() credential {
	return credential{ID: c.settings.AccessKeyID, Secret: c.settings.AccessKeySecret}
}

// has tells whether there is a client for the step that has the operation.
func (c callers) has(s step) bool {
	clients, err := c.connect(c.settings, c.own())
	if err != nil {
		return false
	}
	client, found := clients[s.service()]
	return found && client.has(s.Call)
}

func (c callers) clientFor(s step, vars variables) (client, error) {
	who, err := c.credentialFor(s, vars)
	if err != nil {
		return nil, err
	}
	clients, err := c.connect(c.settings, who)
	if err != nil {
		return nil, err
	}
	client, found := clients[s.service()]
	if !found {
		return nil, fmt.Errorf("there is no client for the service %s", s.service())
	}
	return client, nil
}

func (c callers) credentialFor(s step, vars variables) (credential, error) {
	who := c.own()
	if s.As == nil {
		return who, nil
	}
	if s.As == "wrong secret" {
		who.Secret = "not " + who.Secret
		return who, nil
	}
	given, isMap := s.As.(map[string]any)
	if !isMap {
		return who, fmt.Errorf("there is nobody to call as %s", text(s.As))
	}
	resolved, err := vars.resolve(given)
	if err != nil {
		return who, err
	}
	fields := resolved.(map[string]any)
	token, _ := fields["token"].(string)
	return credential{ID: text(fields["id"]), Secret: text(fields["secret"]), Token: token}, nil
}
