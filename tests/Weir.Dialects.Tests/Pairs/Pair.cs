namespace Weir.Dialects.Tests.Pairs;

/// <summary>A client's dialect and a provider's: what the suite is stamped onto.</summary>
internal static class Pair
{
    public static IReadOnlyList<Dialect> Clients { get; } = [Dialect.Chat, Dialect.Responses, Dialect.Messages, Dialect.Gemini];

    public static IReadOnlyList<Dialect> Providers { get; } = [.. Clients, Dialect.Converse];

    public static IEnumerable<(Dialect Client, Dialect Provider)> All { get; } =
        [.. Clients.SelectMany(client => Providers.Select(provider => (client, provider)))];
}
