using Weir.Dialects.Json;

namespace Weir.Dialects.Conversations;

/// <summary>How much a model should think before it answers.</summary>
/// <param name="Path">Where it stands in the client's request.</param>
public sealed record Reasoning(JsonPath Path)
{
    /// <summary>One of <c>none</c>, <c>minimal</c>, <c>low</c>, <c>medium</c>, <c>high</c>, <c>xhigh</c>, <c>max</c>; null when the client leaves it to the model.</summary>
    public string? Effort { get; init; }

    /// <summary>Most tokens that may be spent on thinking, 0 for none at all; null when the client sets no limit.</summary>
    public int? Budget { get; init; }

    /// <summary>Whether thoughts, or a summary of them, are shown; null when the client does not say.</summary>
    public bool? Shows { get; init; }
}
