using System.Globalization;

namespace Weir.Lab.Drills.SixteenFaults;

/// <summary>A result in one line: what the client saw, what the upstreams saw, and what should have held and did not.</summary>
internal static class FaultReport
{
    /// <summary>Replies or attempts that are told one by one; of more only the first ones and how many there were.</summary>
    private const int MostTold = 4;

    public static string Of(FaultResult result) =>
        $"client: {Client(result.Seen)}; primary: {Attempts(result.Seen, result.Seen.Primary)}; fallback: {Attempts(result.Seen, result.Seen.Fallback)}"
        + (result.IsPassed ? "" : $"; MISSED: {string.Join("; ", result.Missed)}");

    private static string Client(FaultObservation seen)
    {
        if (seen.Replies.Count == 1) return Reply(seen.Reply);
        var bad = seen.Replies.FirstOrDefault(reply => !reply.IsWhole);
        var whole = $"{seen.Replies.Count(reply => reply.IsWhole)} of {seen.Replies.Count} calls whole, the longest {Seconds(seen.Replies.Max(reply => reply.Duration))}";
        return bad is null ? whole : $"{whole}, one that is not: {Reply(bad)}";
    }

    private static string Reply(DrillReply reply) =>
        $"{reply.Status} in {Seconds(reply.Duration)}, {reply.Words} of {SixtyWords.Count} words, {reply.Finish ?? "no finish"}"
        + (reply.Error is { } error ? $", error {error}" : "")
        + (reply.Problem is { } problem ? $", {problem}" : "")
        + (reply.IsDishonest ? ", PASSED OFF AS WHOLE" : "");

    private static string Attempts(FaultObservation seen, IReadOnlyList<UpstreamAttempt> attempts)
    {
        if (attempts.Count == 0) return "none";
        var times = attempts.Take(MostTold).Select(attempt => $"{Seconds(attempt.At - seen.Started)}{(attempt.IsAbandoned ? " (hung up)" : "")}");
        return $"{attempts.Count} at {string.Join(", ", times)}{(attempts.Count > MostTold ? ", …" : "")}";
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + "s";
}
