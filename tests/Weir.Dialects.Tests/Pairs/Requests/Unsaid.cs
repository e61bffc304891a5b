namespace Weir.Dialects.Tests.Pairs.Requests;

/// <summary>The one table of what a provider cannot be told of a scenario. Whatever is not listed here has to arrive.</summary>
internal static class Unsaid
{
    private static readonly (Dialect Provider, Scenario Scenario, string Line, string? Omission)[] Table =
    [
        (Dialect.Responses, Scenario.Limits, "stop|", "stop"),
        // Of several calls the client is shown one.
        (Dialect.Gemini, Scenario.OneToolAtATime, "parallel|", null),
        (Dialect.Converse, Scenario.OneToolAtATime, "parallel|", null),
        (Dialect.Converse, Scenario.ImageAddress, "user|image|", "[1]"),
        // Not told of any tool, the model calls none: nothing is lost.
        (Dialect.Converse, Scenario.ForbiddenTool, "choice|", null),
        (Dialect.Converse, Scenario.ForbiddenTool, "tool|", null),
    ];

    /// <summary>What the provider's request has to mean.</summary>
    public static string[] Meant(Dialect provider, Scenario scenario) =>
        [.. ExpectedMeaning.Of(scenario).Where(line => !Of(provider, scenario).Any(unsaid => line.StartsWith(unsaid.Line, StringComparison.Ordinal)))];

    /// <summary>What is left out, with a part of the omission's path; null where the provider does what was asked without being told.</summary>
    public static IEnumerable<(string Line, string? Omission)> Of(Dialect provider, Scenario scenario) =>
        Table.Where(row => row.Provider == provider && row.Scenario == scenario).Select(row => (row.Line, row.Omission));
}
