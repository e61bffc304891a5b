using Weir.Testing;

namespace Weir.Cli.Tests.Crash;

/// <summary>One life of the program, from its start on data that a crash left to the next crash.</summary>
internal sealed class CrashRound : IAsyncDisposable
{
    public const int Clients = 50;

    private readonly WeirProcess _weir;
    private readonly Random _random;

    private CrashRound(WeirProcess weir, Random random)
    {
        _weir = weir;
        _random = random;
    }

    public static async Task<CrashRound> StartAsync(string data, Random random) =>
        new(await WeirProcess.StartAsync(new() { Data = data, Configuration = ModelsConfiguration.Yaml }), random);

    /// <summary>Loads the program and kills it at a random moment.</summary>
    /// <param name="make">Makes a client.</param>
    /// <returns>The calls whose answers were seen to their end.</returns>
    public async Task<IReadOnlyList<string>> CrashAsync(Func<WeirProcess, Random, CancellationToken, ICrashClient> make)
    {
        using var killed = new CancellationTokenSource();
        var clients = Enumerable.Range(0, Clients).Select(_ => make(_weir, new Random(_random.Next()), killed.Token)).ToArray();
        var loops = clients.Select(client => client.RunAsync()).ToArray();
        await await Task.WhenAny(clients.Select(client => client.FirstAnswer).Concat(loops)).WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);

        // The schedule that is tried out, not a wait for anything.
        await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(50, 400)), TimeProvider.System);
        await killed.CancelAsync();
        _weir.Child.Kill();
        await Task.WhenAll(loops);
        await _weir.Child.ExitAsync();
        return [.. clients.SelectMany(client => client.Ended)];
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _weir.DisposeAsync();
}
