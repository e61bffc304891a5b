using static Weir.Lab.Drills.SixteenFaults.Expect;

namespace Weir.Lab.Drills.SixteenFaults;

/// <summary>
/// The sixteen faults, in the order in which they are usually told. The gateway is to have two retries, limits of 30 s and one
/// fallback. A limit on attempts is one on the primary, unless it says a time.
/// </summary>
internal static class TheSixteen
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static IReadOnlyList<FaultCase> All { get; } =
    [
        new("rate-limited-once", "429 with Retry-After: 2, once", FaultScript.Once("status:429:retry-after=2"),
            WholeAnswers, Attempts(2), SecondAttemptAfter(1.8), AttemptsAtMost(2, seconds: 1.5)),

        new("rate-limited", "429 for ever", FaultScript.Always("status:429"),
            WholeAnswers, AFallback, AttemptsAtMost(4, seconds: 3), AttemptsAtMost(6)),

        new("server-error-once", "500, once", FaultScript.Once("status:500"), WholeAnswers, Attempts(2), NoFallback) { Streamed = false },

        new("unavailable", "503 for ever", FaultScript.Always("status:503"), WholeAnswers, AFallback, AttemptsAtMost(6)),

        new("reset", "the connection is reset before the headers", FaultScript.Always("reset"), WholeAnswers, AttemptsAtMost(6)) { Streamed = false },

        new("silence", "no response for 120 s", FaultScript.Always("slow-headers:120s"), WholeAnswers, Attempts(1), DoneWithin(100)),

        new("slow-first-token", "the first token comes after 20 s", FaultScript.Always("slow-first-token:20s"), WholeAnswers, DoneWithin(15)),

        new("cut", "the stream is cut after 40 of 60 tokens", FaultScript.Always("cut:40"), WholeAnswers),

        new("stall", "the stream stalls for 30 s after 20 tokens, the next one is healthy", FaultScript.Once("stall:20:30s"),
            WholeAnswers, DoneWithin(45), new("the next call is answered within 5 s", seen => seen.Replies[1].Duration <= TimeSpan.FromSeconds(5)))
        {
            Calls = 2,
            Every = TimeSpan.FromSeconds(46),
        },

        new("broken-event", "the tenth event is invalid JSON", FaultScript.Always("stray-event:10"), WholeAnswers),

        new("no-done", "the stream ends without [DONE], and stays open", FaultScript.Always("no-done-open"), WholeAnswers, DoneWithin(8), Usage),

        new("context-length", "400 context_length_exceeded", FaultScript.Always("status:400:code=context_length_exceeded"),
            Attempts(1), new("a whole answer of a larger model, or a clean error", seen => seen.Reply.IsWhole || seen.Reply.IsCleanError)) { Streamed = false },

        new("content-policy", "400 content_policy_violation", FaultScript.Always("status:400:code=content_policy_violation"),
            Attempts(1), NoFallback, new("a clean error of status 400", seen => seen.Reply is { Status: 400, IsCleanError: true })) { Streamed = false },

        new("cut-no-prefill", "cut after 40 tokens, and the fallback rejects a prefill", FaultScript.Always("cut:40"),
            WholeAnswers, new("the fallback's 400 is not shown", seen => seen.Reply is { Status: 200, Error: null }))
        {
            Fallback = FaultScript.Always("no-prefill"),
        },

        new("recovery", "503 for 60 s, then healthy; twenty calls 4 s apart", FaultScript.For(Minute, "status:503"),
            WholeAnswers, new("the primary answers again within 30 s of its recovery", BackOnThePrimary))
        {
            Calls = 20,
            Every = TimeSpan.FromSeconds(4),
        },

        new("honest-fallback", "503 for ever; the fallback's name and usage are what the client sees", FaultScript.Always("status:503"),
            WholeAnswers, AttemptsAtMost(6), Usage, new("the answer names the fallback's model", seen => seen.Fallback.Count > 0 && seen.Reply.Model == seen.Fallback[^1].Model)),
    ];

    private static bool BackOnThePrimary(FaultObservation seen) => seen.Primary.Any(attempt =>
        attempt.IsAnswered && attempt.At - seen.Primary[0].At <= Minute + TimeSpan.FromSeconds(30));
}
