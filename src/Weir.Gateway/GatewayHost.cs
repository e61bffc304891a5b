using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Alerts;
using Weir.Gateway.Budgets;
using Weir.Gateway.Calls;
using Weir.Gateway.Configuration;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Faults;
using Weir.Gateway.Health;
using Weir.Gateway.Hedging;
using Weir.Gateway.Identity;
using Weir.Gateway.Ledger;
using Weir.Gateway.Limits;
using Weir.Gateway.Responses;
using Weir.Gateway.Scheduling;
using Weir.Gateway.Storage;
using Weir.Gateway.Telemetry;
using Weir.Gateway.Upstream;

namespace Weir.Gateway;

/// <summary>A running gateway: what <c>weir up</c> starts, and what tests talk to.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly IDisposable? _lock;
    private readonly Database _database;
    private readonly LedgerWriter _ledger;

    private GatewayHost(
        WebApplication app, IDisposable? directory, Database database, LedgerWriter ledger, DeveloperKeyFile developerKey, ConfigurationResult configuration)
    {
        _app = app;
        _lock = directory;
        _database = database;
        _ledger = ledger;
        DeveloperKey = developerKey;
        Configuration = configuration;
    }

    /// <summary>Where the gateway listens, with the port that it really got.</summary>
    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()
        .Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal));

    /// <summary>The key that was made for whoever started this gateway.</summary>
    public DeveloperKeyFile DeveloperKey { get; }

    /// <summary>What was read at the start.</summary>
    public ConfigurationResult Configuration { get; }

    /// <summary>The gateway's parts.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Starts a gateway.</summary>
    /// <exception cref="StartupException">Something outside is in the way: configuration, data directory, port.</exception>
    public static async Task<GatewayHost> StartAsync(GatewayOptions options, CancellationToken cancellationToken = default)
    {
        var configuration = ConfigurationLoader.Load(options.ConfigFile, options.Environment, options.Time);
        if (configuration.Errors.Count > 0)
        {
            throw new StartupException(
                string.Join(Environment.NewLine, configuration.Errors), $"Mend the configuration; 'weir check {options.ConfigFile}' tests it.");
        }
        // The database and the ledger are there before the host is, and outlive it.
        var loggers = LoggerFactory.Create(logging => options.Logging?.Invoke(logging));
        IDisposable? directory = null;
        Database? database = null;
        LedgerWriter? ledger = null;
        try
        {
            (database, directory) = StoragePlace.Of(options.DataDirectory, configuration.Config.Storage).OpenForGateway(options.Time, loggers.CreateLogger<Database>());
            ledger = new LedgerWriter(database, configuration.Model!.Durability, options.Time, loggers.CreateLogger<LedgerWriter>());
            var developerKey = Identity.DeveloperKey.Ensure(options.DataDirectory, new KeyStore(database, options.Time));
            var app = Build(options, configuration, database, ledger);
            var host = new GatewayHost(app, directory, database, ledger, developerKey, configuration);
            await host.ListenAsync(options, cancellationToken);
            return host;
        }
        catch (Exception broken)
        {
            if (ledger is not null) await ledger.DisposeAsync();
            database?.Dispose();
            directory?.Dispose();
            if (broken is StorageException storage) throw new StartupException(storage.Message, storage.Remedy, storage);
            throw;
        }
    }

    /// <summary>Refuses new calls and waits for those in flight, up to <c>server.drain</c>.</summary>
    public Task DrainAsync() => _app.Services.GetRequiredService<CallGate>().DrainAsync(
        _app.Services.GetRequiredService<ConfigWatcher>().Current.Server?.Drain ?? Configuration.Config.Server.Drain);

    /// <summary>Stops at once: what is still in flight is cut.</summary>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
        await _ledger.DisposeAsync();
        _database.Dispose();
        _lock?.Dispose();
    }

    private static WebApplication Build(GatewayOptions options, ConfigurationResult configuration, Database database, LedgerWriter ledger)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        options.Logging?.Invoke(builder.Logging);
        // With a log of its own per request, the host would make an activity per request for it: a tenth of all allocations.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.Services.AddRoutingCore();
        builder.Services.AddServer().AddGateway(options);
        builder.Services.AddSingleton(database);
        builder.Services.AddSingleton(ledger);
        builder.Services.AddSingleton(provider => KeyRing.Open(database, options.Time, provider.GetRequiredService<ILogger<KeyRing>>()));
        builder.Services.AddSingleton(provider => new ConfigWatcher(
            configuration, options.ConfigFile, options.Environment, options.Time, provider.GetRequiredService<ILogger<ConfigWatcher>>()));
        builder.Services.AddHostedService(provider => provider.GetRequiredService<ConfigWatcher>());
        var address = options.Listen ?? configuration.Config.Server.Listen;
        if (ListenAddress.TryParse(address) is not { } listen)
            throw new StartupException($"'{address}' is no address to listen on", "Give one such as http://127.0.0.1:8080 with --listen or server.listen.");
        builder.WebHost.UseUrls($"http://{(listen.Address is null ? "localhost" : new IPEndPoint(listen.Address, 0).ToString()[..^2])}:{listen.Port}");
        var app = builder.Build();
        app.UseRouting();
        GatewayRoutes.Map(app);
        app.UseEndpoints(static _ => { });
        // Not a fallback route: that would be a candidate for every request, and cost each a dictionary.
        app.Run(GatewayRoutes.UnmatchedAsync);
        Wire(app.Services);
        return app;
    }

    /// <summary>Connects parts that must not know each other.</summary>
    private static void Wire(IServiceProvider services)
    {
        var metrics = services.GetRequiredService<WeirMetrics>();
        var gate = services.GetRequiredService<CallGate>();
        metrics.CallsInFlight = () => gate.InFlight;
        var ledger = services.GetRequiredService<LedgerWriter>();
        metrics.LedgerQueue = () => ledger.Waiting;
        var unsettled = services.GetRequiredService<UnsettledStore>();
        metrics.UnsettledResponses = unsettled.Count;
        metrics.ResponseBytes = services.GetRequiredService<ResponseQuota>().Read;
        gate.CanRecord = () => ledger.CanRecord;
        ledger.Committed = metrics.LedgerCommitted;
        var clients = services.GetRequiredService<UpstreamClients>();
        var healths = services.GetRequiredService<DeploymentHealths>();
        metrics.Deployments.Health = healths.Shares;
        var faults = services.GetRequiredService<FaultBoard>();
        var limits = services.GetRequiredService<ConcurrencyLimits>();
        metrics.Deployments.Limits = () => limits.Read(static limit => limit.Limit);
        metrics.Deployments.Taken = () => limits.Read(static limit => limit.InFlight);
        metrics.Deployments.Waiting = () => limits.Read(static limit => limit.Waiting);
        services.GetRequiredService<LimitBook>().UsedBefore = services.GetRequiredService<LimitDays>().Take;
        var latencies = services.GetRequiredService<UsualLatencies>();
        var hedges = services.GetRequiredService<HedgeBudgets>();
        var alerts = services.GetRequiredService<AlertDispatcher>();
        var budgets = services.GetRequiredService<BudgetKeeper>();
        services.GetRequiredService<ConfigWatcher>().Changed += (_, next) =>
        {
            clients.Keep(next);
            healths.Keep(next);
            faults.Configure(next);
            limits.Keep(next);
            latencies.Keep(next);
            hedges.Keep(next);
            alerts.Keep(next);
            budgets.Configure(next);
        };
        metrics.FaultsActive = () => faults.InForce.Length;
    }

    private async Task ListenAsync(GatewayOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await _app.StartAsync(cancellationToken);
        }
        catch (Exception broken) when (ListenFailure.IsOne(broken))
        {
            await _app.DisposeAsync();
            throw ListenFailure.Of(options.Listen ?? Configuration.Config.Server.Listen, broken);
        }
    }
}
