using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Weir.Gateway.Admin;
using Weir.Gateway.Alerts;
using Weir.Gateway.Anomalies;
using Weir.Gateway.Batching;
using Weir.Gateway.Budgets;
using Weir.Gateway.Calls;
using Weir.Gateway.Coalescing;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Faults;
using Weir.Gateway.Health;
using Weir.Gateway.Hedging;
using Weir.Gateway.Fallbacks;
using Weir.Gateway.Identity;
using Weir.Gateway.Ledger;
using Weir.Gateway.Limits;
using Weir.Gateway.Ledger.Rollups;
using Weir.Gateway.Quality;
using Weir.Gateway.Relay;
using Weir.Gateway.Rescue;
using Weir.Gateway.Responses;
using Weir.Gateway.Routing;
using Weir.Gateway.Scheduling;
using Weir.Gateway.Telemetry;
using Weir.Gateway.Telemetry.Prometheus;
using Weir.Gateway.Upstream;

namespace Weir.Gateway;

/// <summary>Registers the gateway's parts. Extensions are added with TryAdd, so that a user's own wins.</summary>
internal static class GatewayServices
{
    public static IServiceCollection AddGateway(this IServiceCollection services, GatewayOptions options)
    {
        services.AddSingleton(options.Time);
        foreach (var builtIn in options.BuiltIns) services.AddSingleton(builtIn);

        services.AddSingleton<CallPath>();
        services.AddSingleton<CallGate>();
        services.AddSingleton<ConnectionGate>();
        services.AddSingleton<IdentityStage>();
        services.AddSingleton<ReceiveStage>();
        services.AddSingleton<ResponseStore>();
        services.AddSingleton<ResponseQuota>();
        services.AddSingleton<EarlierTurns>();
        services.AddSingleton<HistoryStage>();
        services.AddHostedService<ResponsePurge>();
        services.AddHostedService<RollupPurge>();
        services.AddSingleton<UnsettledStore>();
        services.AddSingleton<ProviderResponses>();
        services.AddSingleton<ResponseSettlement>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<ResponseSettler>(provider, Draws(options.Seed, nameof(ResponseSettler))));
        services.AddHostedService(provider => provider.GetRequiredService<ResponseSettler>());
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<Router>(provider, Draws(options.Seed, nameof(Router))));
        services.AddSingleton(_ => new RetryPolicy(Draws(options.Seed, nameof(RetryPolicy))));
        services.AddSingleton<RouteStage>();
        services.AddSingleton<UpstreamClients>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<DeploymentHealths>(provider, Draws(options.Seed, nameof(DeploymentHealths))));
        services.AddHostedService<DeploymentProbes>();
        services.AddSingleton<RetryBudget>();
        services.AddSingleton<ConcurrencyLimits>();
        services.AddSingleton<OutputEstimates>();
        services.AddSingleton<SlotRequests>();
        services.AddSingleton<AccountGuard>();
        services.AddSingleton<FaultBoard>();
        services.AddSingleton<FaultShare>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<FaultInjector>(provider, Draws(options.Seed, nameof(FaultInjector))));
        // Before all that raise alerts: services are stopped in the reverse order, and what those tell as they end is to be sent.
        services.AddAlerts(Draws(options.Seed, nameof(AlertDispatcher)));
        services.AddBudgets();
        services.AddLimits();
        services.AddSingleton<Admission>();
        services.AddSingleton<AttemptSender>();
        services.AddSingleton<AnswerQuality>();
        services.AddSingleton<AnswerRelays>();
        services.AddSingleton<StreamRescues>();
        services.AddSingleton<UsualLatencies>();
        services.AddSingleton<HedgeBudgets>();
        services.AddSingleton<HedgePolicy>();
        services.AddSingleton<HedgedAttempt>();
        services.AddSingleton<AttemptsStage>();
        services.AddSingleton<SharedAnswers>();
        services.AddSingleton<Follower>();
        services.AddSingleton<CoalesceStage>();
        services.AddSingleton<OpenBatches>();
        services.AddSingleton<BatchSender>();
        services.AddSingleton<BatchStage>();
        services.AddSingleton<KeptAnswers>();
        services.AddSingleton<LastResort>();
        services.AddSingleton<UnpricedWatch>();
        services.AddSingleton<SettleStage>();

        services.AddAnomalies();

        services.AddSingleton<WeirMetrics>();
        services.AddSingleton<SettledMetrics>();
        services.AddSingleton(provider => new PrometheusExposition(provider.GetRequiredService<WeirMetrics>().Meter));
        services.TryAddSingleton<ILedger>(provider => provider.GetRequiredService<LedgerWriter>());

        services.AddSingleton<ModelsEndpoint>();
        services.AddSingleton<RelayRoute>();
        services.AddSingleton<StoredResponsesEndpoint>();
        services.AddSingleton<HealthEndpoint>();
        services.AddSingleton<DeploymentHealthEndpoint>();
        services.AddSingleton<MetricsEndpoint>();
        services.AddAdmin();
        return services;
    }

    /// <summary>Makes the server one that cannot be held by slow, silent or greedy clients.</summary>
    public static IServiceCollection AddServer(this IServiceCollection services)
    {
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // The call path has its own limit, which a reload can change and whose error speaks the client's dialect.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(130);
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
            kestrel.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
            kestrel.ConfigureEndpointDefaults(static endpoint => endpoint.Use(serve =>
            {
                var gate = endpoint.ApplicationServices.GetRequiredService<ConnectionGate>();
                return connection => gate.RunAsync(connection, serve);
            }));
        });
        // Nothing on the call path blocks a thread, so that bytes can be handled on the thread that received them.
        services.Configure<SocketTransportOptions>(sockets => sockets.UnsafePreferInlineScheduling = true);
        return services;
    }

    /// <summary>A sequence for each part: with one for all, what one draws would tell what another does.</summary>
    private static Func<double> Draws(int seed, string part)
    {
        var random = new Random(part.Aggregate(seed, static (mixed, letter) => unchecked((mixed * 31) + letter)));
        return () =>
        {
            lock (random) return random.NextDouble();
        };
    }
}
