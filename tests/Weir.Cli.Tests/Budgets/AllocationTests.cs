using Weir.Testing;
using Xunit.Abstractions;

namespace Weir.Cli.Tests.Budgets;

/// <summary>
/// What the program, as its users run it, may allocate with everything on: keys, ledger, metrics. Allocations and not time,
/// since a busy machine does not change them.
/// </summary>
[Collection(AloneCollection.Name)]
[Trait("Category", "Slow")]
public sealed class AllocationTests(ITestOutputHelper output)
{
    private const string Allocated = "dotnet_gc_heap_total_allocated_bytes_total";
    private const int BytesPerCall = 6 * 1024;

    /// <summary>None, but for what else happens in the process meanwhile.</summary>
    private const int BytesPerEvent = 2;

    [Fact]
    public async Task A_plain_call_stays_within_its_budget()
    {
        const int calls = 4_000;
        using var upstream = new FixedUpstream();
        await using var weir = await StartAsync(upstream);
        using var client = await BudgetClient.ConnectAsync(weir);
        await client.CallAsync(calls);

        var before = await weir.MetricAsync(Allocated);
        await client.CallAsync(calls);
        var perCall = (await weir.MetricAsync(Allocated) - before) / calls;

        output.WriteLine($"{perCall:N0} bytes per call, budget {BytesPerCall:N0}");
        weir.Ledger.Tail(1).Single().Usage.Total.ShouldBe(300);
        perCall.ShouldBeLessThanOrEqualTo(BytesPerCall);
    }

    [Fact]
    public async Task A_relayed_event_costs_nothing()
    {
        const int few = 2_000;
        const int many = 42_000; // so many that what the program does by itself meanwhile does not count
        using var upstream = new FixedUpstream();
        await using var weir = await StartAsync(upstream);
        using var client = await BudgetClient.ConnectAsync(weir);
        await client.StreamAsync(upstream, many);

        var small = await StreamedAsync(weir, client, upstream, few);
        var large = await StreamedAsync(weir, client, upstream, many);
        var perEvent = (large - small) / (many - few);

        output.WriteLine($"{small:N0} bytes for {few:N0} events, {large:N0} for {many:N0}: {perEvent:N2} per event, budget {BytesPerEvent}");
        weir.Ledger.Tail(1).Single().Usage.Total.ShouldBe(300);
        perEvent.ShouldBeLessThanOrEqualTo(BytesPerEvent);
    }

    [Fact]
    public async Task A_translated_event_costs_nothing_either()
    {
        const int few = 2_000;
        const int many = 42_000; // so many that what the program does by itself meanwhile does not count
        using var upstream = new FixedUpstream();
        await using var weir = await StartAsync(upstream);
        using var client = await BudgetClient.ConnectAsync(weir);
        await client.StreamTranslatedAsync(upstream, many);

        var small = await MeasuredAsync(weir, () => client.StreamTranslatedAsync(upstream, few));
        var large = await MeasuredAsync(weir, () => client.StreamTranslatedAsync(upstream, many));
        var perEvent = (large - small) / (many - few);

        output.WriteLine($"{small:N0} bytes for {few:N0} events, {large:N0} for {many:N0}: {perEvent:N2} per event, budget {BytesPerEvent}");
        weir.Ledger.Tail(1).Single().Usage.Total.ShouldBe(300);
        perEvent.ShouldBeLessThanOrEqualTo(BytesPerEvent);
    }

    private static Task<double> StreamedAsync(WeirProcess weir, BudgetClient client, FixedUpstream upstream, int events) =>
        MeasuredAsync(weir, () => client.StreamAsync(upstream, events));

    private static async Task<double> MeasuredAsync(WeirProcess weir, Func<Task> stream)
    {
        var before = await weir.MetricAsync(Allocated);
        await stream();
        return await weir.MetricAsync(Allocated) - before;
    }

    private static async Task<WeirProcess> StartAsync(FixedUpstream upstream) => await WeirProcess.StartAsync(new()
    {
        Program = await WeirProgram.ReleaseAsync(),
        Configuration = $$"""
            providers:
              up: { base_url: "{{upstream.BaseUrl}}", api_key: sk-budget-0123456789 }
            deployments:
              m: { provider: up, price: { input: 1, output: 10 } }
            models:
              m: { route: [m] }
            """,
    });
}
