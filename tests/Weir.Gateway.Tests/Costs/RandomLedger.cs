using Weir.Dialects.Usage;
using Weir.Gateway.Ledger;
using Weir.Gateway.Model;
using Weir.Gateway.Storage;
using Weir.Gateway.Tests.Ledger;
using Weir.Gateway.Tests.Ledger.Rollups;
using Weir.Testing;
using Xunit.Abstractions;

namespace Weir.Gateway.Tests.Costs;

/// <summary>A ledger of random calls over two days, for tests that only read it. WEIR_TEST_SEED repeats one.</summary>
public class RandomLedger : IAsyncLifetime
{
    private readonly LedgerFixture _fixture;
    private readonly CallRecord[] _calls;
    private Session? _session;

    public RandomLedger()
        : this(Engine.Sqlite)
    {
    }

    protected RandomLedger(Engine engine)
    {
        // Where there is no server the tests are skipped, and want a ledger all the same.
        _fixture = new LedgerFixture(PostgresServer.Missing is null ? engine : Engine.Sqlite);
        var random = new Random(TestSeed.Value);
        var calls = new RandomCalls(random);
        _calls = [.. Enumerable.Range(0, 600).Select(_ => calls.Next())];
        foreach (var attempt in _calls.SelectMany(call => call.Attempts))
        {
            if (attempt.UsageSource.HasCounts()) attempt.Usage = Usage(random);
            // As many digits as costs have: sums stay exact.
            if (attempt.Cost is not null) attempt.Cost = random.Next(1_000_000) / 1_000_000_000m;
            if (attempt.Saved is not null) attempt.Saved = random.Next(1_000_000) / 1_000_000_000m;
        }
    }

    /// <summary>As providers count: no part is more than the whole.</summary>
    private static TokenUsage Usage(Random random)
    {
        int Some() => random.Next(20_000);
        var (text, cached, written, audio, image, reasoning, spoken) = (Some(), Some(), Some(), Some(), Some(), Some(), Some());
        return new TokenUsage(text + cached + written + audio + image, reasoning + spoken + Some(), cached, written, reasoning, audio, spoken, random.Next(written), random.Next(2) == 0 ? null : new UsageExtras
        {
            ImageInput = image, Images = random.Next(3), AudioMicros = Some(), WebSearches = random.Next(3),
        });
    }

    /// <summary>When the first of the calls may have come, on 15 January 2027.</summary>
    internal static DateTimeOffset Start { get; } = DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_000);

    internal FakeTimeProvider Time { get; } = new(Start.AddDays(3));

    internal Session Session => _session!;

    /// <summary>Another session on it, to be disposed of by the caller.</summary>
    internal Session Beside() => _fixture.Database.Connect();

    /// <summary>The calls that are in it; the test's output says how to have them again.</summary>
    internal CallRecord[] Told(ITestOutputHelper output)
    {
        output.WriteLine($"WEIR_TEST_SEED={TestSeed.Value}");
        return _calls;
    }

    public async Task InitializeAsync()
    {
        await using var writer = _fixture.Writer(LedgerDurability.Buffered);
        foreach (var call in _calls) await writer.AppendAsync(call);
        _session = _fixture.Database.Connect();
    }

    public Task DisposeAsync()
    {
        _session?.Dispose();
        _fixture.Dispose();
        return Task.CompletedTask;
    }
}
