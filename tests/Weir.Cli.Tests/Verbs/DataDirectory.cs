using Weir.Dialects.Usage;
using Weir.Gateway.Calls;
using Weir.Gateway.Ledger;
using Weir.Gateway.Model;
using Weir.Gateway.Storage;

namespace Weir.Cli.Tests.Verbs;

/// <summary>A data directory of one test, removed with everything in it.</summary>
internal sealed class DataDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("weir-cli-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, string text)
    {
        System.IO.File.WriteAllText(File(name), text);
        return File(name);
    }

    /// <summary>Puts calls into the ledger.</summary>
    public async Task FillAsync(params CallRecord[] calls)
    {
        using var database = Database.Open(Path, TimeProvider.System);
        await using var ledger = new LedgerWriter(database, LedgerDurability.Buffered, TimeProvider.System);
        foreach (var call in calls) await ledger.AppendAsync(call);
    }

    /// <summary>A call that cost something, and came a while before the clock's time.</summary>
    public static CallRecord Call(TimeSpan before = default, TimeProvider? time = null)
    {
        var came = (time ?? TimeProvider.System).GetUtcNow() - before;
        var call = new CallRecord
        {
            Id = CallId.New(came.ToUnixTimeMilliseconds()),
            StartedAt = came.ToUnixTimeMilliseconds() * 1000,
            Endpoint = "chat.completions",
            Release = "0123456789ab",
            Tenant = "acme",
            Feature = "search",
            KeyId = "key_01234567",
            ModelAsked = "gpt",
            ModelAnswered = "gpt-5-2025-08-07",
            Deployment = "openai-eu",
            Streamed = true,
            Status = 200,
            FirstTokenMicros = 350_000,
            DurationMicros = 1_250_000,
            Usage = new TokenUsage(1200, 350, 1000),
            UsageSource = UsageSource.Provider,
            Cost = 0.00000437m,
        };
        call.Attempts.Add(new AttemptRecord
        {
            Number = 1,
            Deployment = "openai-eu",
            Provider = "openai",
            ModelSent = "gpt-5",
            StartedMicros = 150,
            Status = 200,
            UpstreamRequestId = "req_0123456789",
            EndedMicros = 1_249_000,
            Usage = call.Usage,
            UsageSource = UsageSource.Provider,
            Cost = call.Cost,
            PriceVersion = "2026-01-01",
        });
        return call;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
