namespace Weir.Lab.Drills.SixteenFaults;

/// <summary>What is expected of a gateway, in the words in which a drill reports that it was missed.</summary>
internal static class Expect
{
    /// <summary>Every call is answered with all sixty words, once, to a proper end.</summary>
    public static Expectation WholeAnswers { get; } =
        new($"the client gets all {SixtyWords.Count} words, once, to a proper end", seen => seen.Replies.All(reply => reply.IsWhole));

    /// <summary>The fallback is left alone.</summary>
    public static Expectation NoFallback { get; } = new("the fallback is not asked", seen => seen.Fallback.Count == 0);

    /// <summary>The fallback is asked.</summary>
    public static Expectation AFallback { get; } = new("the fallback is asked", seen => seen.Fallback.Count > 0);

    /// <summary>The answer says what it cost, and that is what whoever answered last says.</summary>
    public static Expectation Usage { get; } = new(
        "the usage is that of the upstream that answered",
        seen => seen.Primary.Concat(seen.Fallback).Any(attempt => attempt.Request.Usage is { } usage
            && (usage.Prompt, usage.Completion) == (seen.Reply.PromptTokens, seen.Reply.CompletionTokens)));

    /// <summary>The call has ended, well or not, within a time.</summary>
    public static Expectation DoneWithin(int seconds) =>
        new($"it is over within {seconds} s", seen => seen.Reply.Duration <= TimeSpan.FromSeconds(seconds));

    /// <summary>The primary is asked exactly so often.</summary>
    public static Expectation Attempts(int count) =>
        new($"the primary is asked {(count == 1 ? "once" : $"{count} times")}", seen => seen.Primary.Count == count);

    /// <summary>The primary is asked at most so often.</summary>
    public static Expectation AttemptsAtMost(int count) => new($"the primary is asked at most {count} times", seen => seen.Primary.Count <= count);

    /// <summary>Both upstreams together are asked at most so often in the first seconds.</summary>
    public static Expectation AttemptsAtMost(int count, double seconds) =>
        new($"at most {count} attempts in {seconds} s", seen => seen.AttemptsWithin(TimeSpan.FromSeconds(seconds)) <= count);

    /// <summary>The primary is left in peace for a time after its first answer.</summary>
    public static Expectation SecondAttemptAfter(double seconds) => new(
        $"the primary is asked again no earlier than {seconds} s later",
        seen => seen.Primary.Count < 2 || seen.Primary[1].At - seen.Primary[0].At >= TimeSpan.FromSeconds(seconds));
}
