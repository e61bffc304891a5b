using Weir.Gateway.Model;

namespace Weir.Gateway.Responses;

/// <summary>An answer of the responses API that its tenant may come back to.</summary>
internal sealed record StoredResponse
{
    /// <summary>As the client knows it.</summary>
    public required string Id { get; init; }

    /// <summary>Who may see it.</summary>
    public required string Tenant { get; init; }

    /// <summary>Microseconds since the Unix epoch.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>When it is forgotten, microseconds since the Unix epoch.</summary>
    public required long ExpiresAt { get; init; }

    /// <summary>The answer that it went on from, or null.</summary>
    public required string? PreviousId { get; init; }

    /// <summary>The deployment whose provider keeps it too and can go on from it by itself, or null.</summary>
    public required string? Deployment { get; init; }

    /// <summary>The models that have answered in its conversation, as clients named them; null when it is older than this knowledge.</summary>
    public required IReadOnlyList<string>? Models { get; init; }

    /// <summary>Identifiers of the answer's items that the provider keeps; filled in when it is written.</summary>
    public IReadOnlyList<string> Items { get; init; } = [];

    /// <summary>What was asked: a JSON array of items.</summary>
    public required ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>The response object.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>What it counts against its tenant's limit.</summary>
    public long Bytes => Input.Length + Body.Length;

    /// <summary>Whether it is there for a key of its tenant: what a model has said that the key may not use is not.</summary>
    public static bool IsThereFor(KeyModel key, IReadOnlyList<string>? models) =>
        key.Models is not { } allowed || (models is not null && models.All(allowed.Contains));
}
