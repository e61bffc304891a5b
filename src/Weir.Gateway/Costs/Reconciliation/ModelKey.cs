using System.Text.RegularExpressions;

namespace Weir.Gateway.Costs.Reconciliation;

/// <summary>
/// What two names of one model have in common. Bills say <c>Claude Opus 4.6</c> where answers say <c>claude-opus-4-6-20260205</c>, and
/// usage names the snapshot where a bill may not: snapshots of one model are compared as one.
/// </summary>
internal static partial class ModelKey
{
    public static string Of(string model) => Snapshot().Replace(model.Trim().ToLowerInvariant().Replace(' ', '-').Replace('.', '-'), "");

    /// <summary>A day at the end: <c>-2025-08-07</c>, <c>-20250807</c> or <c>@20250807</c>.</summary>
    [GeneratedRegex(@"[-@]20\d\d-?[01]\d-?[0-3]\d$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Snapshot();
}
