using Microsoft.Extensions.DependencyInjection;
using Weir.Gateway;
using Weir.Gateway.Configuration;
using Weir.Gateway.Ledger;
using Weir.Gateway.Storage;

namespace Weir.Lab.Drills;

/// <summary>A gateway of the drill's own: in this process, on a free port, with a data directory that is gone afterwards.</summary>
internal sealed class DrillGateway : IAsyncDisposable
{
    private readonly string _directory;
    private readonly GatewayHost _host;

    private DrillGateway(string directory, GatewayHost host)
    {
        _directory = directory;
        _host = host;
        Key = File.ReadAllText(host.DeveloperKey.Path).Trim();
    }

    public Uri Address => _host.Address;

    /// <summary>The key that its clients present.</summary>
    public string Key { get; }

    /// <summary>Starts it.</summary>
    /// <param name="configuration">YAML.</param>
    /// <param name="time">The gateway's clock.</param>
    /// <param name="seed">What its draws start from.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="StartupException">The configuration is wrong, or something outside is in the way.</exception>
    public static async Task<DrillGateway> StartAsync(string configuration, TimeProvider time, int seed, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("weir-drill-").FullName;
        try
        {
            var file = Path.Combine(directory, "weir.yaml");
            await File.WriteAllTextAsync(file, configuration, cancellationToken);
            var host = await GatewayHost.StartAsync(
                new GatewayOptions
                {
                    DataDirectory = directory,
                    ConfigFile = file,
                    Listen = "http://127.0.0.1:0",
                    Environment = new ProcessEnvironment(),
                    Time = time,
                    Seed = seed,
                },
                cancellationToken);
            return new DrillGateway(directory, host);
        }
        catch
        {
            Directory.Delete(directory, recursive: true);
            throw;
        }
    }

    /// <summary>Every call in the ledger, oldest first.</summary>
    public IReadOnlyList<CallRecord> Ledger() => new LedgerStore(_host.Services.GetRequiredService<Database>()).Tail(int.MaxValue);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
