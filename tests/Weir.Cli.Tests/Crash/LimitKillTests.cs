using Weir.Testing;
using Xunit.Abstractions;

namespace Weir.Cli.Tests.Crash;

/// <summary>A day's limit is one day's, however often the gateway is killed (<c>kill -9</c>) meanwhile. WEIR_TEST_SEED repeats a schedule.</summary>
[Collection(AloneCollection.Name)]
[Trait("Category", "Slow")]
public sealed class LimitKillTests(ITestOutputHelper output)
{
    private const int Crashes = 5;
    private const int Clients = 4;
    private const int Allowed = 200;

    private const string Configuration = """
        providers: { sim: { built_in: simulator } }
        deployments: { sim: { provider: sim, price: { input: 1, output: 10 } } }
        models: { sim: { route: [sim] } }
        rate_limits: { r: { requests_per_day: 200 } }
        """;

    [Fact]
    public async Task No_more_answers_come_than_the_day_allows()
    {
        output.WriteLine($"WEIR_TEST_SEED={TestSeed.Value}");
        var random = new Random(TestSeed.Value);
        using var data = new TemporaryData();
        var options = new WeirProcessOptions { Data = data.Path, Configuration = Configuration };
        // So that the day does not end meanwhile.
        if (TimeProvider.System.GetUtcNow().TimeOfDay > new TimeSpan(23, 55, 0)) return;

        var answered = 0;
        for (var crash = 0; crash < Crashes; crash++)
        {
            await using var weir = await WeirProcess.StartAsync(options);
            // Some of what is left, so that all crashes come before the limit.
            var most = answered + random.Next(5, Allowed / (Crashes + 2));
            var clients = Enumerable.Range(0, Clients).Select(_ => AskAsync(weir, () => answered >= most, () => Interlocked.Increment(ref answered))).ToArray();
            await Scene.UntilAsync(() => answered >= most, "some calls are answered");
            weir.Child.Kill();
            await weir.Child.ExitAsync();
            await Task.WhenAll(clients);
        }
        output.WriteLine($"{answered} answers before the last start");

        await using var last = await WeirProcess.StartAsync(options);
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => AskAsync(last, static () => false, () => Interlocked.Increment(ref answered))));

        answered.ShouldBeLessThanOrEqualTo(Allowed);
        // What was under way at a crash was written without its client having seen the end, or not at all.
        answered.ShouldBeGreaterThanOrEqualTo(Allowed - (Crashes * Clients));
        last.Ledger.After("", int.MaxValue).Count(call => call.Attempts.Count > 0).ShouldBe(Allowed);
    }

    /// <summary>Asks again and again until enough are answered, the limit is reached, or the gateway is gone.</summary>
    private static async Task AskAsync(WeirProcess weir, Func<bool> isEnough, Action answered)
    {
        while (!isEnough())
        {
            try
            {
                using var answer = await weir.Client.SendAsync(Scene.Request("/v1/chat/completions", """{"model":"sim","max_tokens":5,"messages":[{"role":"user","content":"hi"}]}"""));
                if (!answer.IsSuccessStatusCode) return;
                answered();
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }
}
