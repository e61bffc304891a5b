using System.Text;
using System.Text.Json;
using Weir.Gateway.Anomalies.Loops;
using Xunit.Abstractions;

namespace Weir.Gateway.Tests.Anomalies.Loops;

/// <summary>Real runs of agents, as their calls would come: how many are taken for loops. Skipped where the data is not there.</summary>
public sealed class AgentRunTests(ITestOutputHelper output)
{
    /// <summary>A folder with tau_airline.jsonl of sierra-research/tau-bench: one run a line, with <c>messages</c>.</summary>
    private static readonly string? Folder = Environment.GetEnvironmentVariable("WEIR_AGENT_RUNS");

    [AgentRunsFact]
    public void Few_runs_are_taken_for_loops()
    {
        var (runs, found) = (0, 0);
        foreach (var line in File.ReadLines(Path.Combine(Folder!, "tau_airline.jsonl")))
        {
            var messages = JsonDocument.Parse(line).RootElement.GetProperty("messages").EnumerateArray().Select(message => message.GetRawText()).ToList();
            runs++;
            if (FoundAfter(messages) is not { } calls) continue;
            found++;
            output.WriteLine($"run {runs}: after {calls} calls");
        }
        output.WriteLine($"{found} of {runs} runs");

        runs.ShouldBeGreaterThan(10);
        found.ShouldBe(0);
    }

    [AgentRunsFact]
    public void A_run_whose_last_step_repeats_itself_is_found_in_time()
    {
        var (runs, late) = (0, 0);
        foreach (var line in File.ReadLines(Path.Combine(Folder!, "tau_airline.jsonl")))
        {
            var messages = JsonDocument.Parse(line).RootElement.GetProperty("messages").EnumerateArray().Select(message => message.GetRawText()).ToList();
            var last = messages.FindLastIndex(message => message.Contains("\"tool_call_id\"", StringComparison.Ordinal));
            if (last < 1) continue;
            runs++;
            var looping = messages.Take(last + 1).Concat(Enumerable.Range(0, 12).SelectMany(_ => messages.Skip(last - 1).Take(2))).ToList();
            var before = messages.Take(last + 1).Count(IsAnswer);
            if (FoundAfter(looping) is not { } calls || calls - before > 8) late++;
        }
        output.WriteLine($"{late} of {runs} found after more than eight repetitions");

        runs.ShouldBeGreaterThan(10);
        late.ShouldBe(0);
    }

    /// <summary>Plays a run, a call every five seconds, each with all that was said before.</summary>
    private static int? FoundAfter(List<string> messages)
    {
        var (state, calls) = (new LoopState(DateTimeOffset.MinValue), 0);
        for (var at = 1; at < messages.Count; at++)
        {
            if (!IsAnswer(messages[at])) continue;
            var body = Encoding.UTF8.GetBytes($$"""{"model":"m","messages":[{{string.Join(',', messages.Take(at))}}]}""");
            if (state.Add(new Round(DateTimeOffset.UnixEpoch.AddSeconds(5 * ++calls), LoopWatch.FingerprintOf(body), body.Length, 0), calls: 8) is not null) return calls;
        }
        return null;
    }

    private static bool IsAnswer(string message) => JsonDocument.Parse(message).RootElement.GetProperty("role").GetString() == "assistant";
}
