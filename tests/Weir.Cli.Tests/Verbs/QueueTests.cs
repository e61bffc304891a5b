using Weir.Gateway.Ledger;
using Weir.Testing;

namespace Weir.Cli.Tests.Verbs;

/// <summary><c>weir queue</c> at a terminal.</summary>
[Collection(nameof(ConsoleCollection))]
public sealed class QueueTests : IDisposable
{
    private readonly DataDirectory _directory = new();
    private readonly FakeTimeProvider _minuteAgo = new(TimeProvider.System.GetUtcNow().AddMinutes(-1));

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_table_says_who_waited_and_who_held_the_places_meanwhile()
    {
        await _directory.FillAsync(Call("globex", "nightly", waited: 0, held: 8), Call("acme", "chat", waited: 8, held: 2));

        var ran = await RunAsync("--since", "1h");

        ran.Code.ShouldBe(0);
        ran.Lines[0].ShouldMatch("^deployment +tenant +feature +calls +demand +had +share +waited +p50 +p95 +longest +refused +gave up +held meanwhile by$");
        ran.Lines[1].ShouldMatch(@"^openai-eu +acme +chat +1 +0\.00 +0\.00 +20\.0% +100\.0% +8\.00s +8\.00s +8\.00s +0 +0 +globex/nightly 100\.0%$");
        ran.Lines[2].ShouldMatch(@"^openai-eu +globex +nightly +1 +0\.00 +0\.00 +80\.0% +0\.0% +0us +0us +0us +0 +0 +-$");
        ran.ErrorLines.ShouldHaveSingleItem().ShouldContain("Calls that have not ended are not in it.");
    }

    [Fact]
    public async Task What_nobody_held_is_explained()
    {
        await _directory.FillAsync(Call("acme", "chat", waited: 8, held: 2));

        var ran = await RunAsync();

        ran.Lines[1].ShouldEndWith("nobody 100.0%");
        ran.Error.ShouldContain("nobody = no call that has ended held a place: it waited for the deployment's quota, or for calls that are still under way.");
    }

    [Fact]
    public async Task Json_has_what_the_admin_api_has()
    {
        await _directory.FillAsync(Call("globex", "nightly", waited: 0, held: 8), Call("acme", "chat", waited: 8, held: 2));

        var json = (await RunAsync("--tenant", "acme", "--deployment", "openai-eu", "--json")).Json;

        var line = json.GetProperty("deployments")[0].GetProperty("groups").EnumerateArray().ShouldHaveSingleItem();
        (line.GetProperty("feature").GetString(), line.GetProperty("wait_p95_seconds").GetDouble()).ShouldBe(("chat", 8));
        line.GetProperty("held_by")[0].GetProperty("feature").GetString().ShouldBe("nightly");
    }

    [Fact]
    public async Task Without_a_wait_and_without_a_call_it_says_so()
    {
        await _directory.FillAsync(Call("acme", "chat", waited: 0, held: 2));

        (await RunAsync()).ErrorLines[^1].ShouldBe("Nobody waited.");
        var none = await RunAsync("--deployment", "other");
        (none.Code, none.Out).ShouldBe((0, ""));
        none.Error.ShouldStartWith("No call that has ended was at a deployment since ");
    }

    [Theory]
    [InlineData("--since soon", "'soon' is no time. Write how long ago, such as 7d or 12h, or a date such as 2026-11-01.")]
    [InlineData("--since 1h --until 2h", "the time until which is not after the time since which. Give an earlier since, or a later until.")]
    [InlineData("--top 0", "'0' is no number of lines. Ask for 1 to 100.")]
    public async Task What_makes_no_sense_is_told_with_a_remedy(string line, string message)
    {
        await _directory.FillAsync(Call("acme", "chat", waited: 0, held: 1));

        var ran = await RunAsync(line.Split(' '));

        (ran.Code, ran.ErrorLines[^1]).ShouldBe((2, $"weir: {message}"));
    }

    /// <summary>A call that came a minute ago, waited and then held its place, all in seconds.</summary>
    private CallRecord Call(string tenant, string feature, int waited, int held)
    {
        var call = DataDirectory.Call(time: _minuteAgo);
        (call.Tenant, call.Feature, call.QueuedMicros, call.DurationMicros) = (tenant, feature, waited * 1_000_000L, (waited + held) * 1_000_000L);
        call.Attempts[0] = call.Attempts[0] with { StartedMicros = call.QueuedMicros, EndedMicros = call.DurationMicros, QueuedMicros = call.QueuedMicros };
        return call;
    }

    private Task<Ran> RunAsync(params string[] line) => Terminal.RunAsync(["queue", .. line, "--data", _directory.Path]);
}
