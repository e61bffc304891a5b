namespace Weir.Dialects.Tests.Pairs.Requests;

internal static class GeminiFixtures
{
    private const string Ask = """{"role":"user","parts":[{"text":"Weather in Z\u00fcrich?"}]}""";
    private const string Weather = """{"name":"get_weather","description":"Looks the weather up.","parameters":{"type":"OBJECT","properties":{"city":{"type":"STRING"}},"required":["city"]}}""";
    private const string Now = """{"name":"now","parametersJsonSchema":{"type":"object","properties":{}}}""";
    private const string Call = """{"functionCall":{"name":"get_weather","args":{"city":"Zürich \"West\""}}}""";

    public static string? Of(Scenario scenario) => Members(scenario) is { } members ? $$$$"""{{{{{members}}}}}""" : null;

    private static string? Members(Scenario scenario) => scenario switch
    {
        Scenario.Hello => """ "contents":[{"parts":[{"text":"Hello 😀 \"you\"\n"}]}] """,
        Scenario.SystemPrompt => """ "systemInstruction":{"parts":[{"text":"You are terse."}]},"contents":[{"role":"user","parts":[{"text":"Hello"}]}] """,
        Scenario.MultiTurn => """ "contents":[{"role":"user","parts":[{"text":"1+1?"}]},{"role":"model","parts":[{"text":"2"}]},{"role":"user","parts":[{"text":"And 2+2?"}]}] """,
        Scenario.InlineImage => """ "contents":[{"role":"user","parts":[{"text":"What is it?"},{"inlineData":{"mimeType":"image/png","data":"iVBORw0KGgo="}}]}] """,
        Scenario.ImageAddress => """ "contents":[{"role":"user","parts":[{"text":"What is it?"},{"fileData":{"mimeType":"image/png","fileUri":"https://example.com/cat.png"}}]}] """,
        Scenario.InlineFile => """ "contents":[{"role":"user","parts":[{"text":"Sum it up."},{"inlineData":{"mimeType":"application/pdf","data":"JVBERi0xLjQK"}}]}] """,
        Scenario.Tools => $$$$""" "contents":[{{{{Ask}}}}],"tools":[{"functionDeclarations":[{{{{Weather}}}},{{{{Now}}}}]}] """,
        Scenario.ToolLoop => $$$$"""
            "contents":[{{{{Ask}}}},{"role":"model","parts":[{"text":"Let me see."},{{{{Call}}}},{"functionCall":{"name":"now","args":{}}}]},
            {"role":"user","parts":[{"functionResponse":{"name":"get_weather","response":{"result":"12 °C\nrain"}}},{"functionResponse":{"name":"now","response":{"result":"noon"}}}]}],
            "tools":[{"functionDeclarations":[{{{{Weather}}}},{{{{Now}}}}]}]
            """,
        Scenario.ForcedTool => $$$$""" "contents":[{{{{Ask}}}}],"tools":[{"functionDeclarations":[{{{{Weather}}}}]}],"toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["get_weather"]}} """,
        Scenario.AnyTool => $$$$""" "contents":[{{{{Ask}}}}],"tools":[{"functionDeclarations":[{{{{Weather}}}}]}],"toolConfig":{"functionCallingConfig":{"mode":"ANY"}} """,
        Scenario.ForbiddenTool => $$$$""" "contents":[{{{{Ask}}}}],"tools":[{"functionDeclarations":[{{{{Weather}}}}]}],"toolConfig":{"functionCallingConfig":{"mode":"NONE"}} """,
        Scenario.Limits => """ "contents":[{"role":"user","parts":[{"text":"Hello"}]}],"generationConfig":{"maxOutputTokens":100,"stopSequences":["END","\n###"],"temperature":0.5,"topP":0.9} """,
        Scenario.SchemaOfAnswer => """ "contents":[{"role":"user","parts":[{"text":"A city."}]}],"generationConfig":{"responseMimeType":"application/json","responseJsonSchema":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}} """,
        Scenario.Effort => """ "contents":[{"role":"user","parts":[{"text":"Prove it."}]}],"generationConfig":{"maxOutputTokens":32000,"thinkingConfig":{"thinkingBudget":16384}} """,
        Scenario.ThoughtsGivenBack => $$$$"""
            "contents":[{{{{Ask}}}},{"role":"model","parts":[{"text":"I need the weather.","thought":true,"thoughtSignature":"c2lnbmF0dXJl"},{{{{Call}}}}]},
            {"role":"user","parts":[{"functionResponse":{"name":"get_weather","response":{"result":"12 °C"}}}]}],"tools":[{"functionDeclarations":[{{{{Weather}}}}]}]
            """,
        _ => null,
    };
}
