using System.Globalization;
using Weir.Gateway.Anomalies;
using Weir.Gateway.Ledger.Rollups;
using Weir.Gateway.Storage;
using Weir.Gateway.Tests.Admin;
using Weir.Testing;

namespace Weir.Gateway.Tests.Anomalies;

/// <summary>A gateway whose sums of costs a test writes, and whose clock it moves.</summary>
internal sealed class SpendScene : IAsyncDisposable
{
    /// <summary>A Wednesday, half past two in the afternoon.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 18, 14, 30, 0, TimeSpan.Zero);

    private SpendScene(Scene scene, FakeTimeProvider clock) => (Scene, Clock) = (scene, clock);

    public Scene Scene { get; }

    public FakeTimeProvider Clock { get; }

    public static long ThisHour => Now.ToUnixTimeSeconds() / 3_600;

    /// <summary>What people were told.</summary>
    public IReadOnlyList<UpstreamRequest> Told => [.. Scene.Upstream.Seen.Where(post => post.Path.EndsWith("/hook", StringComparison.Ordinal))];

    /// <param name="anomalies">The <c>anomalies</c> section, in one line.</param>
    /// <param name="engine">Null takes the one that WEIR_TEST_ENGINE names, else SQLite.</param>
    public static async Task<SpendScene> StartAsync(string anomalies = "{ }", Engine? engine = null)
    {
        var clock = new FakeTimeProvider(Now);
        return new SpendScene(await Scene.StartAsync(Configuration(anomalies), clock, engine: engine), clock);
    }

    public static string Configuration(string anomalies) => AdminScene.With($$"""
        alerts: { ops: { webhook: "{upstream}/hook" } }
        anomalies: {{anomalies}}
        tenants: { default: {}, acme: {}, globex: {} }
        """);

    /// <summary>Writes what calls of a key cost in an hour, as the ledger would.</summary>
    public void Spend(long hour, double cost, string key = "key_a", string tenant = "acme", string model = "asked-model", string user = "", long tokens = 1_000_000)
    {
        var amount = cost.ToString("0.00", CultureInfo.InvariantCulture);
        using var session = Scene.Part<Database>().Connect();
        using var hours = session.Prepare($"""
            INSERT INTO cost_hours (hour, tenant, feature, key_id, origin, model_asked, model_answered, deployment, provider, region, release, result, calls, attempts,
                input_tokens, output_tokens, cached_input_tokens, cache_write_tokens, reasoning_tokens, audio_input_tokens, audio_output_tokens, cache_write_hour_tokens,
                cached_audio_tokens, image_input_tokens, cached_image_tokens, image_output_tokens, images, audio_us, web_searches, other_model_tokens, uncosted, estimated, cost, saved)
            VALUES ($1, $2, '', $3, 'interactive', $4, '', '', '', '', '', 'answered', 10, 10, $5, 0{string.Concat(Enumerable.Repeat(", 0", 16))}, $6, '0')
            ON CONFLICT ({HourRow.Keys}) DO UPDATE SET
                cost = decimal_add(cost_hours.cost, excluded.cost), input_tokens = cost_hours.input_tokens + excluded.input_tokens
            """);
        hours.Add(hour * SpendSource.MicrosPerHour).Add(tenant).Add(key).Add(model).Add(tokens).Add(amount).Run();
        if (user.Length == 0) return;
        using var values = session.Prepare("""
            INSERT INTO cost_values (grain, start, dimension, value, tenant, feature, model_asked, calls, attempts, input_tokens, output_tokens, cached_input_tokens, uncosted, cost, saved)
            VALUES ('hour', $1, 'user', $2, $3, '', $4, 10, 10, $5, 0, 0, 0, $6, '0')
            """);
        values.Add(hour * SpendSource.MicrosPerHour).Add(user).Add(tenant).Add(model).Add(tokens).Add(amount).Run();
    }

    /// <summary>Six weeks up to this hour in which a key spends about four dollars an hour by day, and one by night.</summary>
    public void SpendAsUsual(string key = "key_a", string tenant = "acme")
    {
        using var session = Scene.Part<Database>().Connect();
        session.Execute("BEGIN");
        using var insert = session.Prepare($"""
            INSERT INTO cost_hours SELECT $1, $2, '', $3, 'interactive', 'asked-model', '', '', '', '', '', 'answered', 10, 10, 1000000{string.Concat(Enumerable.Repeat(", 0", 17))}, $4, '0'
            """);
        for (var hour = ThisHour - (43 * 24); hour < ThisHour; hour++)
            insert.Add(hour * SpendSource.MicrosPerHour).Add(tenant).Add(key).Add((hour % 24 is >= 8 and < 20 ? 4m : 1.2m) * (1m + (hour * 7 % 11 / 100m))).Run();
        session.Execute("COMMIT");
    }

    /// <summary>Has the gateway look at what was spent.</summary>
    public Task LookAsync() => Scene.Part<AnomalyWatch>().LookAsync();

    /// <summary>Goes on to the next hour, and a quarter of an hour more, without the clock's own look.</summary>
    public async Task NextHourAsync()
    {
        Clock.Advance(TimeSpan.FromHours(1));
        await LookAsync();
    }

    public IReadOnlyList<Anomaly> Found => Scene.Part<AnomalyStore>().Newest(100);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Scene.DisposeAsync();
}
