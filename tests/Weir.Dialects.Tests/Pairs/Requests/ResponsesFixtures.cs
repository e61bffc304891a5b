namespace Weir.Dialects.Tests.Pairs.Requests;

internal static class ResponsesFixtures
{
    private const string Ask = """{"role":"user","content":"Weather in Z\u00fcrich?"}""";
    private const string Weather = """{"type":"function","name":"get_weather","description":"Looks the weather up.","strict":false,"parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}""";
    private const string Now = """{"type":"function","name":"now","strict":false,"parameters":{"type":"object","properties":{}}}""";
    private const string Call = """{"type":"function_call","call_id":"call_a","name":"get_weather","arguments":"{\"city\":\"Zürich \\\"West\\\"\"}"}""";

    public static string? Of(Scenario scenario) => Members(scenario) is { } members ? $$$$"""{"model":"alias",{{{{members}}}}}""" : null;

    private static string? Members(Scenario scenario) => scenario switch
    {
        Scenario.Hello => """ "input":"Hello 😀 \"you\"\n" """,
        Scenario.SystemPrompt => """ "instructions":"You are terse.","input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"Hello"}]}] """,
        Scenario.MultiTurn => """ "input":[{"role":"user","content":"1+1?"},{"type":"message","id":"msg_1","status":"completed","role":"assistant","content":[{"type":"output_text","text":"2","annotations":[]}]},{"role":"user","content":"And 2+2?"}] """,
        Scenario.InlineImage => """ "input":[{"role":"user","content":[{"type":"input_text","text":"What is it?"},{"type":"input_image","detail":"auto","image_url":"data:image/png;base64,iVBORw0KGgo="}]}] """,
        Scenario.ImageAddress => """ "input":[{"role":"user","content":[{"type":"input_text","text":"What is it?"},{"type":"input_image","detail":"auto","image_url":"https://example.com/cat.png"}]}] """,
        Scenario.InlineFile => """ "input":[{"role":"user","content":[{"type":"input_text","text":"Sum it up."},{"type":"input_file","filename":"a.pdf","file_data":"data:application/pdf;base64,JVBERi0xLjQK"}]}] """,
        Scenario.Tools => $$$$""" "input":[{{{{Ask}}}}],"tools":[{{{{Weather}}}},{{{{Now}}}}] """,
        Scenario.ToolLoop => $$$$"""
            "input":[{{{{Ask}}}},{"type":"message","role":"assistant","content":[{"type":"output_text","text":"Let me see."}]},{{{{Call}}}},{"type":"function_call","call_id":"call_b","name":"now","arguments":"{}"},
            {"type":"function_call_output","call_id":"call_a","output":"12 °C\nrain"},{"type":"function_call_output","call_id":"call_b","output":"noon"}],"tools":[{{{{Weather}}}},{{{{Now}}}}]
            """,
        Scenario.ForcedTool => $$$$""" "input":[{{{{Ask}}}}],"tools":[{{{{Weather}}}}],"tool_choice":{"type":"function","name":"get_weather"} """,
        Scenario.AnyTool => $$$$""" "input":[{{{{Ask}}}}],"tools":[{{{{Weather}}}}],"tool_choice":"required" """,
        Scenario.ForbiddenTool => $$$$""" "input":[{{{{Ask}}}}],"tools":[{{{{Weather}}}}],"tool_choice":"none" """,
        Scenario.OneToolAtATime => $$$$""" "input":[{{{{Ask}}}}],"tools":[{{{{Weather}}}}],"tool_choice":"auto","parallel_tool_calls":false """,
        Scenario.SchemaOfAnswer => """ "input":"A city.","text":{"format":{"type":"json_schema","name":"city","strict":true,"schema":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}} """,
        Scenario.Effort => """ "input":"Prove it.","reasoning":{"effort":"high"},"max_output_tokens":32000 """,
        Scenario.ThoughtsGivenBack => $$$$"""
            "input":[{{{{Ask}}}},{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"I need the weather."}],"encrypted_content":"c2lnbmF0dXJl"},{{{{Call}}}},
            {"type":"function_call_output","call_id":"call_a","output":"12 °C"}],"tools":[{{{{Weather}}}}]
            """,
        _ => null,
    };
}
