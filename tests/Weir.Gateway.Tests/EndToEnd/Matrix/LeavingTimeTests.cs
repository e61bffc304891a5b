using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Weir.Gateway.Tests.Ledger;
using Weir.Testing;
using Xunit.Abstractions;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd.Matrix;

/// <summary>
/// How long after its client an upstream is left, on the real clock and over real sockets. The figures of every phase are printed;
/// what is held against the limit is the middle one, since a machine that has other things to do can be late with any one of them.
/// </summary>
[Collection(nameof(AloneCollection))]
public sealed class LeavingTimeTests(ITestOutputHelper output)
{
    private const int Rounds = 40;
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("before the headers")]
    [InlineData("before the first token")]
    [InlineData("in the middle of a stream")]
    [InlineData("in the middle of a plain answer")]
    public async Task An_upstream_is_left_within_a_tenth_of_a_second_of_its_client(string phase)
    {
        await using var scene = await Scene.StartAsync(Scene.Configuration.Replace("retries: 0", "retries: 0, commit: immediate", StringComparison.Ordinal));
        var took = new List<TimeSpan>();
        for (var round = 0; round < Rounds; round++) took.Add(await LeaveAsync(scene, phase, withReset: round % 2 == 0));

        took.Sort();
        output.WriteLine($"{phase}: {Rounds} clients left; their upstream after {Millis(took[Rounds / 2])} ms in the middle, {Millis(took[Rounds * 9 / 10])} ms (90 %), {Millis(took[^1])} ms at most");
        took[Rounds / 2].ShouldBeLessThan(Limit);
    }

    private static async Task<TimeSpan> LeaveAsync(Scene scene, string phase, bool withReset)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gone = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        scene.Upstream.Behaviour = async (http, _) =>
        {
            await using var leaving = http.RequestAborted.Register(() => gone.TrySetResult(Stopwatch.GetTimestamp()));
            await BeginAsync(http, phase);
            begun.SetResult();
            await HangAsync(http);
        };
        using var client = await scene.RawAsync();
        await client.SendAsync(RawClient.Chat(scene.Key, phase == "in the middle of a plain answer" ? Scene.Hello : Scene.HelloStreamed));
        await begun.Task.WaitAsync(Patience);
        if (phase != "before the headers") await client.ReadHeadAsync();

        var left = Stopwatch.GetTimestamp();
        if (withReset) client.Reset();
        else client.Dispose();
        return Stopwatch.GetElapsedTime(left, await gone.Task.WaitAsync(Patience));
    }

    private static async Task BeginAsync(HttpContext http, string phase)
    {
        switch (phase)
        {
            case "before the first token": await EventsAsync(http, Chunk("""{"role":"assistant","content":""}""")); break;
            case "in the middle of a stream": await EventsAsync(http, Chunk("""{"content":"Once upon a time"}""")); break;
            case "in the middle of a plain answer":
                http.Response.ContentType = "application/json";
                // More than is held back.
                await SendAsync(http, $$"""{"choices":[{"message":{"content":"{{new string('x', 200_000)}}""");
                break;
        }
    }

    private static string Millis(TimeSpan time) => $"{time.TotalMilliseconds:0.0}";
}
