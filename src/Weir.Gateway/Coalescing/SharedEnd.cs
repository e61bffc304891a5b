using Weir.Gateway.Calls;

namespace Weir.Gateway.Coalescing;

/// <summary>How a shared answer ended.</summary>
/// <param name="Error">Why it is not whole, or null.</param>
/// <param name="Ending">Its last bytes, which each call holds back until it is settled.</param>
/// <param name="Sequence">The number of the next event, for dialects that number them.</param>
internal sealed record SharedEnd(CallError? Error, byte[] Ending, long Sequence)
{
    public string? Deployment { get; init; }

    public string? ModelAnswered { get; init; }

    public string? FinishReason { get; init; }
}
