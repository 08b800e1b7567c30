use super::*;

/// `call METHOD PARAMS`, `answer JSON`, or the code and id of a fault.
fn show(body: &[u8]) -> String {
    match parse(body) {
        Incoming::Call(request) => {
            let params = request.params().map_or_else(|| "-".to_owned(), Value::to_string);
            format!("call {} {params}", request.method())
        }
        Incoming::Misunderstood(request, error) => format!("misunderstood {}: {error}", request.method()),
        Incoming::Answer(response) => format!("answer {}", json!(response)),
        Incoming::Fault(response) => {
            format!("{} for {}", response.error().unwrap().code, response.id())
        }
    }
}

#[test]
fn names_what_every_body_is() {
    let deep = "[".repeat(100_000);
    let deep_params = format!(r#"{{"jsonrpc":"2.0","method":"m","params":{}"#, "{\"a\":".repeat(100_000));
    let cases: &[(&[u8], &str)] = &[
        (br#"{"jsonrpc":"2.0","id":1,"method":"m"}"#, "call m -"),
        (br#"{"params":[1],"method":"m","id":"a","jsonrpc":"2.0","more":[]}"#, "call m [1]"),
        (b" \r\n{\"jsonrpc\":\"2.0\",\n\"method\":\"m\"}\n", "call m -"),
        (br#"{"jsonrpc":"2.0","id":1,"method":"m","params":null}"#, "call m -"),
        (br#"{"jsonrpc":"2.0","id":1,"method":"shutdown","params":{}}"#, "call shutdown -"),
        (br#"{"jsonrpc":"2.0","method":"initialized"}"#, "call initialized {}"),
        (br#"{"jsonrpc":"2.0","id":0,"result":null}"#, r#"answer {"jsonrpc":"2.0","result":null,"id":0}"#),
        (br#"{"jsonrpc":"2.0","id":0,"result":[1],"error":null}"#, r#"answer {"jsonrpc":"2.0","result":[1],"id":0}"#),
        (
            br#"{"jsonrpc":"2.0","id":0,"result":null,"error":{"code":-1,"message":"no","more":1}}"#,
            r#"answer {"jsonrpc":"2.0","error":{"code":-1,"message":"no"},"id":0}"#,
        ),
        (
            br#"{"jsonrpc":"2.0","id":0,"error":"no"}"#,
            r#"answer {"jsonrpc":"2.0","error":{"code":-32603,"message":"\"no\""},"id":0}"#,
        ),
        // Half a pair; a whole one beside it and an escaped backslash stay.
        (
            br#"{"jsonrpc":"2.0","id":1,"method":"m","params":["\ud83d","\ude42x","\ud83d\ude42","\\ud83d"]}"#,
            "call m [\"\u{fffd}\",\"\u{fffd}x\",\"\u{1f642}\",\"\\\\ud83d\"]",
        ),
        (br#"{"jsonrpc":"2.0","id":1,"method":"#, "-32700 for null"),
        (br#"{"jsonrpc":"2.0","id":1,"method":"m"} trailing"#, "-32700 for null"),
        (b"{\"jsonrpc\":\"2.0\",\"method\":\"\xff\xfe\"}", "-32700 for null"),
        (b"", "-32700 for null"),
        (b"nonsense", "-32700 for null"),
        (deep.as_bytes(), "-32700 for null"),
        (deep_params.as_bytes(), "-32700 for null"),
        (br#"[{"jsonrpc":"2.0","id":1,"method":"m"}]"#, "-32600 for null"),
        (br#"["2.0","exit",null,1]"#, "-32600 for null"),
        (b"[]", "-32600 for null"),
        (b"null", "-32600 for null"),
        (b"3", "-32600 for null"),
        (b"{}", "-32600 for null"),
        (br#"{"jsonrpc":"2.0","id":7}"#, "-32600 for null"),
        (br#"{"jsonrpc":"2.0","result":7}"#, "-32600 for null"),
        (br#"{"id":7,"method":"m"}"#, "-32600 for 7"),
        (br#"{"jsonrpc":"1.0","id":"a","method":"m"}"#, "-32600 for \"a\""),
        (br#"{"jsonrpc":"2.0","id":7,"method":3}"#, "-32600 for 7"),
        (br#"{"jsonrpc":"2.0","id":7,"method":""}"#, "-32600 for 7"),
        (br#"{"jsonrpc":"2.0","id":1.5,"method":"m"}"#, "-32600 for null"),
        (br#"{"jsonrpc":"2.0","id":{},"method":"m"}"#, "-32600 for null"),
    ];
    for (body, expected) in cases {
        assert_eq!(show(body), *expected, "{}", String::from_utf8_lossy(&body[..body.len().min(99)]));
    }
}

#[test]
fn a_change_is_read_with_what_its_client_has_for_numbers() {
    let change = |version: &str, line: &str| {
        let range = format!(r#"{{"start":{{"line":{line},"character":0}},"end":{{"line":1.0,"character":2}}}}"#);
        let changes = format!(r#"[{{"range":{range},"text":"1.0"}}]"#);
        format!(
            r#"{{"jsonrpc":"2.0","method":"textDocument/didChange","params":{{"textDocument":{{"uri":"file:///a"{version}}},"contentChanges":{changes}}}}}"#
        )
    };
    for (version, line) in [(r#","version":2.0"#, "1"), ("", "1.0"), (r#","version":null"#, "1e0")] {
        let shown = show(change(version, line).as_bytes());
        assert!(shown.starts_with("call") && shown.ends_with(r#""character":2}},"text":"1.0"}]}"#), "{shown}");
    }
    for line in ["1.5", "-1", "1e300", "\"1\""] {
        assert!(show(change("", line).as_bytes()).starts_with("misunderstood"), "{line}");
    }
}

#[test]
fn what_cannot_be_read_of_initialize_counts_as_absent() {
    let sound = json!({
        "processId": 5,
        "clientInfo": { "name": "Editor" },
        "rootUri": "file:///w",
        "initializationOptions": { "severity": { "x": -1 } },
        "trace": "off",
        "capabilities": {
            "general": { "positionEncodings": ["utf-8"] },
            "textDocument": {
                "hover": { "contentFormat": ["markdown"], "dynamicRegistration": true },
                "completion": { "completionItem": { "snippetSupport": true } },
                "diagnostic": {},
            },
            "workspace": { "configuration": true, "workspaceEdit": { "documentChanges": true } },
        },
        "workspaceFolders": [{ "uri": "file:///w", "name": "w" }],
    });
    assert_eq!(greeting(sound.clone()), sound);
    for (place, value, left) in [
        ("/trace", json!("compact"), None),
        ("/trace", json!(["off"]), None),
        ("/processId", json!("5"), None),
        ("/processId", json!(-1), None),
        ("/clientInfo", json!({ "version": "1" }), None),
        ("/clientInfo/name", json!(null), None),
        ("/rootUri", json!(""), None),
        ("/rootUri", json!("/w"), None),
        ("/capabilities", json!(null), Some(json!({}))),
        ("/capabilities", json!([]), Some(json!({}))),
        ("/capabilities/general/positionEncodings", json!(["utf-8", 7]), Some(json!(["utf-8"]))),
        ("/capabilities/textDocument/hover/contentFormat", json!(["html", "markdown"]), Some(json!(["markdown"]))),
        ("/capabilities/textDocument/hover/dynamicRegistration", json!("yes"), None),
        ("/capabilities/textDocument/diagnostic", json!({ "dynamicRegistration": 1 }), Some(json!({}))),
        ("/capabilities/workspace/configuration", json!({}), None),
        ("/capabilities/workspace/workspaceEdit/documentChanges", json!("all"), None),
        ("/workspaceFolders", json!({}), None),
        (
            "/workspaceFolders",
            json!([{ "uri": "w" }, { "uri": "file:///v" }]),
            Some(json!([{ "uri": "file:///v", "name": "" }])),
        ),
    ] {
        let mut params = sound.clone();
        *params.pointer_mut(place).unwrap() = value.clone();
        let mut expected = sound.clone();
        let (above, name) = place.rsplit_once('/').unwrap();
        match left {
            Some(left) => *expected.pointer_mut(place).unwrap() = left,
            // Its name is all that a client says of itself.
            None if above == "/clientInfo" => drop(expected.as_object_mut().unwrap().remove("clientInfo")),
            None => drop(expected.pointer_mut(above).unwrap().as_object_mut().unwrap().remove(name)),
        }
        assert_eq!(greeting(params), expected, "{place}: {value}");
    }
    assert_eq!(greeting(json!({})), json!({ "capabilities": {} }));
}

#[test]
fn notifications_with_bad_parameters_are_noticed() {
    let cases = [
        ("textDocument/didChange", json!({"textDocument": {"uri": "file:///a", "version": 1}}), false),
        ("textDocument/didChange", json!({"textDocument": {"uri": "a b", "version": 1}, "contentChanges": []}), false),
        (
            "textDocument/didChange",
            json!({"textDocument": {"uri": "file:///a", "version": 1}, "contentChanges": []}),
            true,
        ),
        ("textDocument/didOpen", json!(null), false),
        ("$/cancelRequest", json!({"id": 1.5}), false),
        ("$/cancelRequest", json!({"id": "a"}), true),
        ("initialized", json!({}), true),
        ("unknown/notification", json!([1]), true),
    ];
    for (method, params, good) in cases {
        assert_eq!(check_notification(method, Some(&params)).is_ok(), good, "{method} {params}");
    }
}
