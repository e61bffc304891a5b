namespace Weir.Dialects.Tests.Pairs.Requests;

internal static class ChatFixtures
{
    private const string Ask = """{"role":"user","content":"Weather in Z\u00fcrich?"}""";
    private const string Weather = """{"type":"function","function":{"name":"get_weather","description":"Looks the weather up.","parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}}""";
    private const string Now = """{"type":"function","function":{"name":"now","parameters":{"type":"object","properties":{}}}}""";
    private const string Call = """{"id":"call_a","type":"function","function":{"name":"get_weather","arguments":"{\"city\":\"Zürich \\\"West\\\"\"}"}}""";

    public static string? Of(Scenario scenario) => Members(scenario) is { } members ? $$$$"""{"model":"alias",{{{{members}}}}}""" : null;

    private static string? Members(Scenario scenario) => scenario switch
    {
        Scenario.Hello => """ "messages":[{"role":"user","content":"Hello 😀 \"you\"\n"}] """,
        Scenario.SystemPrompt => """ "messages":[{"role":"system","content":"You are terse."},{"role":"user","content":[{"type":"text","text":"Hello"}]}] """,
        Scenario.MultiTurn => """ "messages":[{"role":"user","content":"1+1?"},{"role":"assistant","content":"2"},{"role":"user","content":"And 2+2?"}] """,
        Scenario.InlineImage => """ "messages":[{"role":"user","content":[{"type":"text","text":"What is it?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo="}}]}] """,
        Scenario.ImageAddress => """ "messages":[{"role":"user","content":[{"type":"text","text":"What is it?"},{"type":"image_url","image_url":{"url":"https://example.com/cat.png"}}]}] """,
        Scenario.InlineFile => """ "messages":[{"role":"user","content":[{"type":"text","text":"Sum it up."},{"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,JVBERi0xLjQK"}}]}] """,
        Scenario.Tools => $$$$""" "messages":[{{{{Ask}}}}],"tools":[{{{{Weather}}}},{{{{Now}}}}] """,
        Scenario.ToolLoop => $$$$"""
            "messages":[{{{{Ask}}}},{"role":"assistant","content":"Let me see.","tool_calls":[{{{{Call}}}},{"id":"call_b","type":"function","function":{"name":"now","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"call_a","content":"12 °C\nrain"},{"role":"tool","tool_call_id":"call_b","content":"noon"}],"tools":[{{{{Weather}}}},{{{{Now}}}}]
            """,
        Scenario.ForcedTool => $$$$""" "messages":[{{{{Ask}}}}],"tools":[{{{{Weather}}}}],"tool_choice":{"type":"function","function":{"name":"get_weather"}} """,
        Scenario.AnyTool => $$$$""" "messages":[{{{{Ask}}}}],"tools":[{{{{Weather}}}}],"tool_choice":"required" """,
        Scenario.ForbiddenTool => $$$$""" "messages":[{{{{Ask}}}}],"tools":[{{{{Weather}}}}],"tool_choice":"none" """,
        Scenario.OneToolAtATime => $$$$""" "messages":[{{{{Ask}}}}],"tools":[{{{{Weather}}}}],"tool_choice":"auto","parallel_tool_calls":false """,
        Scenario.Limits => """ "messages":[{"role":"user","content":"Hello"}],"max_completion_tokens":100,"stop":["END","\n###"],"temperature":0.5,"top_p":0.9 """,
        Scenario.SchemaOfAnswer => """ "messages":[{"role":"user","content":"A city."}],"response_format":{"type":"json_schema","json_schema":{"name":"city","strict":true,"schema":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}} """,
        Scenario.Effort => """ "messages":[{"role":"user","content":"Prove it."}],"reasoning_effort":"high","max_completion_tokens":32000 """,
        _ => null,
    };
}
