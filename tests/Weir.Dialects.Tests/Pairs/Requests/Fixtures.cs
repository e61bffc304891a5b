namespace Weir.Dialects.Tests.Pairs.Requests;

/// <summary>The scenarios in each client's dialect.</summary>
internal static class Fixtures
{
    /// <summary>The request, or null when the dialect cannot say such a thing.</summary>
    public static string? Of(Dialect client, Scenario scenario) => client switch
    {
        Dialect.Chat => ChatFixtures.Of(scenario),
        Dialect.Responses => ResponsesFixtures.Of(scenario),
        Dialect.Messages => MessagesFixtures.Of(scenario),
        Dialect.Gemini => GeminiFixtures.Of(scenario),
        _ => null,
    };

    /// <summary>What the dialect cannot ask for.</summary>
    public static IEnumerable<(Dialect Client, Scenario Scenario)> Unsayable { get; } =
    [
        (Dialect.Chat, Scenario.ThoughtsGivenBack),
        (Dialect.Responses, Scenario.Limits), // it has no stop sequences
        (Dialect.Gemini, Scenario.OneToolAtATime),
    ];
}
