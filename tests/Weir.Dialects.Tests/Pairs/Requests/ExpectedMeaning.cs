namespace Weir.Dialects.Tests.Pairs.Requests;

/// <summary>What each scenario means; the fixtures of all dialects are held to it, and so is what Weir writes.</summary>
internal static class ExpectedMeaning
{
    private const string Ask = "user|text|Weather in Zürich?";
    private const string Schema = """{"properties":{"city":{"type":"string"}},"required":["city"],"type":"object"}""";
    private const string Weather = $"tool|get_weather|Looks the weather up.|{Schema}";
    private const string Call = """assistant|call|#0|get_weather|{"city":"Zürich \"West\""}""";

    public static string[] Of(Scenario scenario) => scenario switch
    {
        Scenario.Hello => ["user|text|Hello 😀 \"you\"\n"],
        Scenario.SystemPrompt => ["system|text|You are terse.", "user|text|Hello"],
        Scenario.MultiTurn => ["user|text|1+1?", "assistant|text|2", "user|text|And 2+2?"],
        Scenario.InlineImage => ["user|text|What is it?", "user|image|image/png;iVBORw0KGgo="],
        Scenario.ImageAddress => ["user|text|What is it?", "user|image|https://example.com/cat.png"],
        Scenario.InlineFile => ["user|text|Sum it up.", "user|file|application/pdf;JVBERi0xLjQK"],
        Scenario.Tools => [Ask, Weather, "tool|now||{\"properties\":{},\"type\":\"object\"}"],
        Scenario.ToolLoop => [Ask, "assistant|text|Let me see.", Call, "assistant|call|#1|now|{}", "user|result|#0|12 °C\nrain", "user|result|#1|noon", Weather, "tool|now||{\"properties\":{},\"type\":\"object\"}"],
        Scenario.ForcedTool => [Ask, "choice|only get_weather", Weather],
        Scenario.AnyTool => [Ask, "choice|required", Weather],
        Scenario.ForbiddenTool => [Ask, "choice|none", Weather],
        Scenario.OneToolAtATime => [Ask, "choice|auto", "parallel|false", Weather],
        Scenario.Limits => ["user|text|Hello", "max|100", "stop|\n###", "stop|END", "temperature|0.5", "top_p|0.9"],
        Scenario.SchemaOfAnswer => ["user|text|A city.", $"format|{Schema}"],
        Scenario.Effort => ["user|text|Prove it.", "effort|high", "max|32000"],
        Scenario.ThoughtsGivenBack => [Ask, "assistant|thought|I need the weather.|c2lnbmF0dXJl", Call, "user|result|#0|12 °C", Weather],
        _ => throw new ArgumentOutOfRangeException(nameof(scenario)),
    };
}
