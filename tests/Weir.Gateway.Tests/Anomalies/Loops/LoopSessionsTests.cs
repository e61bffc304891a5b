using Weir.Gateway.Anomalies.Holds;
using Weir.Gateway.Anomalies.Loops;

namespace Weir.Gateway.Tests.Anomalies.Loops;

public sealed class LoopSessionsTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    /// <summary>Fifty thousand users who are seen for the first time, all at once.</summary>
    [Fact]
    public void However_many_come_at_once_only_so_many_are_remembered_and_none_fails()
    {
        var sessions = new LoopSessions();

        Parallel.For(0, 50_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, user => sessions.Of(new SessionName("key_a", $"user {user}", IsUser: true), Start).Add(new Round(Start, 0, 100, 0), calls: 8));

        sessions.Count.ShouldBeInRange(LoopSessions.Most / 2, LoopSessions.Most + 8);
    }

    [Fact]
    public void Those_that_called_longest_ago_are_forgotten_first()
    {
        var sessions = new LoopSessions();
        for (var user = 0; user < LoopSessions.Most; user++) Call(sessions, user, Start.AddMilliseconds(user));
        Call(sessions, 0, Start.AddMinutes(1));

        Call(sessions, LoopSessions.Most, Start.AddMinutes(1));

        sessions.Count.ShouldBe((LoopSessions.Most / 2) + 1);
        Of(sessions, 0).CountAt(Start.AddMinutes(1)).ShouldBe(2, "it has called just now");
        Of(sessions, 1).CountAt(Start.AddMinutes(1)).ShouldBe(0, "it was forgotten");
    }

    private static LoopState Of(LoopSessions sessions, int user) => sessions.Of(new SessionName("key_a", $"user {user}", IsUser: true), Start.AddMinutes(1));

    private static void Call(LoopSessions sessions, int user, DateTimeOffset at) => sessions.Of(new SessionName("key_a", $"user {user}", IsUser: true), at).Add(new Round(at, 0, 100, 0), calls: 8);
}
