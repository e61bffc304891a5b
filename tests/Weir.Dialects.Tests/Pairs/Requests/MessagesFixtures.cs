namespace Weir.Dialects.Tests.Pairs.Requests;

internal static class MessagesFixtures
{
    private const string Ask = """{"role":"user","content":"Weather in Z\u00fcrich?"}""";
    private const string Weather = """{"name":"get_weather","description":"Looks the weather up.","input_schema":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}""";
    private const string Now = """{"name":"now","input_schema":{"type":"object","properties":{}}}""";
    private const string Call = """{"type":"tool_use","id":"toolu_a","name":"get_weather","input":{"city":"Zürich \"West\""}}""";

    public static string? Of(Scenario scenario) => Members(scenario) is { } members ? $$$$"""{"model":"alias",{{{{members}}}}}""" : null;

    private static string? Members(Scenario scenario) => scenario switch
    {
        Scenario.Hello => """ "max_tokens":8192,"messages":[{"role":"user","content":"Hello 😀 \"you\"\n"}] """,
        Scenario.SystemPrompt => """ "max_tokens":8192,"system":"You are terse.","messages":[{"role":"user","content":[{"type":"text","text":"Hello"}]}] """,
        Scenario.MultiTurn => """ "max_tokens":8192,"messages":[{"role":"user","content":"1+1?"},{"role":"assistant","content":[{"type":"text","text":"2"}]},{"role":"user","content":"And 2+2?"}] """,
        Scenario.InlineImage => """ "max_tokens":8192,"messages":[{"role":"user","content":[{"type":"text","text":"What is it?"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="}}]}] """,
        Scenario.ImageAddress => """ "max_tokens":8192,"messages":[{"role":"user","content":[{"type":"text","text":"What is it?"},{"type":"image","source":{"type":"url","url":"https://example.com/cat.png"}}]}] """,
        Scenario.InlineFile => """ "max_tokens":8192,"messages":[{"role":"user","content":[{"type":"text","text":"Sum it up."},{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBERi0xLjQK"}}]}] """,
        Scenario.Tools => $$$$""" "max_tokens":8192,"messages":[{{{{Ask}}}}],"tools":[{{{{Weather}}}},{{{{Now}}}}] """,
        Scenario.ToolLoop => $$$$"""
            "max_tokens":8192,"messages":[{{{{Ask}}}},{"role":"assistant","content":[{"type":"text","text":"Let me see."},{{{{Call}}}},{"type":"tool_use","id":"toolu_b","name":"now","input":{}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_a","content":"12 °C\nrain"},{"type":"tool_result","tool_use_id":"toolu_b","content":[{"type":"text","text":"noon"}]}]}],"tools":[{{{{Weather}}}},{{{{Now}}}}]
            """,
        Scenario.ForcedTool => $$$$""" "max_tokens":8192,"messages":[{{{{Ask}}}}],"tools":[{{{{Weather}}}}],"tool_choice":{"type":"tool","name":"get_weather"} """,
        Scenario.AnyTool => $$$$""" "max_tokens":8192,"messages":[{{{{Ask}}}}],"tools":[{{{{Weather}}}}],"tool_choice":{"type":"any"} """,
        Scenario.ForbiddenTool => $$$$""" "max_tokens":8192,"messages":[{{{{Ask}}}}],"tools":[{{{{Weather}}}}],"tool_choice":{"type":"none"} """,
        Scenario.OneToolAtATime => $$$$""" "max_tokens":8192,"messages":[{{{{Ask}}}}],"tools":[{{{{Weather}}}}],"tool_choice":{"type":"auto","disable_parallel_tool_use":true} """,
        Scenario.Limits => """ "max_tokens":100,"messages":[{"role":"user","content":"Hello"}],"stop_sequences":["END","\n###"],"temperature":0.5,"top_p":0.9 """,
        Scenario.SchemaOfAnswer => """ "max_tokens":8192,"messages":[{"role":"user","content":"A city."}],"output_config":{"format":{"type":"json_schema","schema":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}} """,
        Scenario.Effort => """ "max_tokens":32000,"messages":[{"role":"user","content":"Prove it."}],"thinking":{"type":"enabled","budget_tokens":16384} """,
        Scenario.ThoughtsGivenBack => $$$$"""
            "max_tokens":8192,"messages":[{{{{Ask}}}},{"role":"assistant","content":[{"type":"thinking","thinking":"I need the weather.","signature":"c2lnbmF0dXJl"},{{{{Call}}}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_a","content":"12 °C"}]}],"tools":[{{{{Weather}}}}]
            """,
        _ => null,
    };
}
