using Microsoft.Extensions.DependencyInjection;
using Weir.Gateway.Anomalies.Holds;
using Weir.Gateway.Anomalies.Loops;
using Weir.Gateway.Identity;

namespace Weir.Gateway.Anomalies;

/// <summary>Registers what notices unusual spending and runaway loops, and holds them back.</summary>
internal static class AnomalyServices
{
    public static IServiceCollection AddAnomalies(this IServiceCollection services)
    {
        services.AddSingleton<AnomalyMetrics>();
        services.AddSingleton<AnomalyStore>();
        services.AddSingleton<AnomalyRecorder>();
        services.AddHostedService(static all => all.GetRequiredService<AnomalyRecorder>());
        services.AddSingleton<KeyHoldStore>();
        services.AddSingleton<SessionHolds>();
        services.AddSingleton<HoldStage>();
        services.AddSingleton<LoopReport>();
        services.AddSingleton<LoopWatch>();
        services.AddSingleton<SpendSource>();
        services.AddSingleton<SpendExplainer>();
        services.AddSingleton<AnomalyResponse>();
        services.AddSingleton<AnomalyWatch>();
        services.AddHostedService(static all => all.GetRequiredService<AnomalyWatch>());
        return services;
    }
}
