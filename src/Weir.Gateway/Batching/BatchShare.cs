using Weir.Gateway.Calls;
using Weir.Gateway.Coalescing;
using Weir.Gateway.Ledger;

namespace Weir.Gateway.Batching;

/// <summary>What a batch comes to for one of its calls: an answer, an error, or that the call has to be sent by itself.</summary>
internal sealed record BatchShare
{
    /// <summary>For a call that was not sent with others.</summary>
    public static readonly BatchShare Alone = new();

    /// <summary>The batch's attempts, with the call's part of what they used and cost.</summary>
    public IReadOnlyList<AttemptRecord> Attempts { get; init; } = [];

    /// <summary>The deployment that was tried last, or null.</summary>
    public string? Deployment { get; init; }

    /// <summary>What the call's answer begins with; null where the call is to be sent by itself.</summary>
    public SharedHead? Head { get; init; }

    /// <summary>The answer's body in a rented buffer, which whoever is given it takes over; null where there is none.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Length of the body.</summary>
    public int Length { get; init; }

    /// <summary>Why the batch failed, or null.</summary>
    public CallError? Error { get; init; }
}
