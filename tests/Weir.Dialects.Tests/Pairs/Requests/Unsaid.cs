namespace Weir.Dialects.Tests.Pairs.Requests;

/// <summary>The one table of what a provider cannot be told of a scenario. Whatever is not listed here has to arrive.</summary>
internal static class Unsaid
{
    private static readonly (Dialect Provider, Scenario Scenario, string Line, string? Omission)[] Table =
    [
        (Dialect.Responses, Scenario.Limits, "stop|", "stop"),
        (Dialect.Gemini, Scenario.OneToolAtATime, "parallel|", "parallel"),
        (Dialect.Converse, Scenario.OneToolAtATime, "parallel|", "parallel"),
        (Dialect.Converse, Scenario.ImageAddress, "user|image|", "image"),
        (Dialect.Converse, Scenario.ForbiddenTool, "choice|", "choice"),
    ];

    /// <summary>What the provider's request has to mean.</summary>
    public static string[] Meant(Dialect provider, Scenario scenario) =>
        [.. ExpectedMeaning.Of(scenario).Where(line => !Of(provider, scenario).Any(unsaid => line.StartsWith(unsaid.Line, StringComparison.Ordinal)))];

    public static IEnumerable<(string Line, string? Omission)> Of(Dialect provider, Scenario scenario) =>
        Table.Where(row => row.Provider == provider && row.Scenario == scenario).Select(row => (row.Line, row.Omission));
}
