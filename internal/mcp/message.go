package mcp

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
)

// refusal is the answer to a message that is none: it has no id to answer to. In
// JSON-RPC that is null.
func refusal(code int64, reason string) []byte {
	b, err := json.Marshal(struct {
		Version string         `json:"jsonrpc"`
		ID      *int           `json:"id"`
		Error   *jsonrpc.Error `json:"error"`
	}{"2.0", nil, &jsonrpc.Error{Code: code, Message: reason}})
	if err != nil { // of strings and numbers: never
		return []byte(`{"jsonrpc":"2.0","id":null,"error":{"code":-32603,"message":"internal error"}}`)
	}
	return b
}

// faultOf returns what is wrong with bytes that should be a message, as an answer to
// send; nil: nothing. The protocol has had batches in one revision only; the SDK hangs
// up on most of them.
func faultOf(data []byte) []byte {
	if !json.Valid(data) {
		return refusal(jsonrpc.CodeParseError, "the message is not JSON")
	}
	if bytes.TrimSpace(data)[0] == '[' {
		return refusal(jsonrpc.CodeInvalidRequest, "batches are not supported: send one message at a time")
	}
	if _, err := jsonrpc.DecodeMessage(data); err != nil {
		return refusal(jsonrpc.CodeInvalidRequest, "the message is not JSON-RPC 2.0: "+shorten(err.Error()))
	}
	return nil
}

func tooLarge() []byte {
	return refusal(jsonrpc.CodeInvalidRequest, fmt.Sprintf("the message is larger than %d bytes", MaxMessage))
}
