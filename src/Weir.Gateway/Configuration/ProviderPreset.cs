namespace Weir.Gateway.Configuration;

/// <summary>A provider as the catalogue knows it.</summary>
/// <param name="Name">What <c>preset</c> says.</param>
/// <param name="Title">What people call it.</param>
/// <param name="BaseUrl">Its address, or null where that is the customer's own.</param>
/// <param name="KeyVariable">The environment variable that usually holds its key, or null when it needs none.</param>
/// <param name="Apis">The APIs that it offers for answers, the best one first.</param>
internal sealed record ProviderPreset(string Name, string Title, string? BaseUrl, string? KeyVariable, params string[] Apis)
{
    /// <summary>The family of wire formats.</summary>
    public string Dialect { get; init; } = "openai";

    /// <summary>What the price book calls it, or null for the preset's own name.</summary>
    public string? BookName { get; init; }

    /// <summary>Whether its answers say in dollars what they cost.</summary>
    public bool StatesCost { get; init; }

    /// <summary>Header that carries the key, or null for the dialect's own.</summary>
    public string? ApiKeyHeader { get; init; }

    /// <summary>The member of a chat request that limits the answer's tokens.</summary>
    public string MaxTokensMember { get; init; } = "max_tokens";
}
