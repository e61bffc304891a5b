using Weir.Dialects.Usage;
using Weir.Gateway.Calls;
using Weir.Gateway.Ledger;
using Weir.Gateway.Model;
using Weir.Gateway.Storage;
using Weir.Testing;

namespace Weir.Gateway.Tests.Ledger;

/// <summary>A database of one test, and calls to put into it.</summary>
internal sealed class LedgerFixture : IDisposable
{
    private const long Epoch = 1_800_000_000_000;

    private readonly TestDatabase _database;

    /// <param name="engine">Null takes the one that WEIR_TEST_ENGINE names, else SQLite.</param>
    public LedgerFixture(Engine? engine = null)
    {
        _database = new TestDatabase(engine);
        Database = Open();
        Store = new LedgerStore(Database);
    }

    public string Directory => _database.Place;

    public Database Database { get; }

    public LedgerStore Store { get; }

    /// <summary>Opens the same database once more, as another process would.</summary>
    public Database Open() => _database.Open();

    public LedgerWriter Writer(LedgerDurability durability, int capacity = LedgerWriter.DefaultCapacity) =>
        new(Database, durability, TimeProvider.System, capacity: capacity);

    /// <param name="number">Its time and its name.</param>
    /// <param name="id">Null makes one.</param>
    public static CallRecord Call(int number, string? id = null)
    {
        var call = new CallRecord
        {
            Id = id ?? CallId.New(Epoch + number),
            StartedAt = (Epoch + number) * 1000,
            Endpoint = "chat.completions",
            Release = "0123456789ab",
            Tenant = "acme",
            Feature = "search",
            KeyId = "key_01234567",
            ModelAsked = "gpt",
            ModelAnswered = "gpt-5-2025-08-07",
            Deployment = "openai-eu",
            Status = 200,
            FinishReason = "stop",
            FirstByteMicros = 350_000,
            DurationMicros = 1_250_000,
            Usage = new TokenUsage(1200, 350, 1000),
            UsageSource = UsageSource.Provider,
            Cost = 0.004375m,
            User = $"user {number}",
        };
        call.Attempts.Add(Attempt(1));
        return call;
    }

    public static AttemptRecord Attempt(int number) => new()
    {
        Number = number,
        Deployment = "openai-eu",
        Provider = "openai",
        ModelSent = "gpt-5",
        StartedMicros = 150,
        ModelAnswered = "gpt-5-2025-08-07",
        Status = 200,
        UpstreamRequestId = "req_0123456789",
        FirstByteMicros = 349_000,
        EndedMicros = 1_249_000,
        Usage = new TokenUsage(1200, 350, 1000),
        UsageSource = UsageSource.Provider,
        Cost = 0.004375m,
        PriceVersion = "2026-01-01",
    };

    public void Dispose() => _database.Dispose();
}
