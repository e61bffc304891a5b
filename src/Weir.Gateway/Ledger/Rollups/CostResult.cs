namespace Weir.Gateway.Ledger.Rollups;

/// <summary>What became of money: how an attempt ended, or why a call has none. Stored by name.</summary>
internal static class CostResult
{
    /// <summary>An attempt that gave a whole answer.</summary>
    public const string Answered = "answered";

    /// <summary>An attempt that came to nothing, or to half an answer.</summary>
    public const string Failed = "failed";

    /// <summary>An attempt that was stopped: another one was faster, or the client had gone.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>A call that was given the answer of another one.</summary>
    public const string Shared = "shared";

    /// <summary>A call of which nothing was sent.</summary>
    public const string Refused = "refused";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Answered, Failed, Cancelled, Shared, Refused];

    /// <param name="call">The call.</param>
    /// <param name="attempt">One of its attempts, or null where it has none.</param>
    public static string Of(CallRecord call, AttemptRecord? attempt) => attempt?.Outcome switch
    {
        null => call.SharedWith is null ? Refused : Shared,
        Outcome.Completed => Answered,
        Outcome.Cancelled or Outcome.ClientGone => Cancelled,
        _ => Failed,
    };
}
