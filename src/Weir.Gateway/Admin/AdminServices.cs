using Microsoft.Extensions.DependencyInjection;
using Weir.Gateway.Audit;

namespace Weir.Gateway.Admin;

/// <summary>Registers the admin API.</summary>
internal static class AdminServices
{
    public static IServiceCollection AddAdmin(this IServiceCollection services)
    {
        services.AddSingleton<AdminGate>();
        services.AddSingleton<FaultsEndpoint>();
        services.AddSingleton<FaultReading>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<AuditEndpoint>();
        services.AddSingleton<DeploymentsEndpoint>();
        services.AddSingleton<BudgetsEndpoint>();
        services.AddSingleton<LimitsEndpoint>();
        services.AddSingleton<AnomaliesEndpoint>();
        services.AddSingleton<HoldsEndpoint>();
        services.AddSingleton<ReportDesk>();
        services.AddSingleton<CostsEndpoint>();
        services.AddSingleton<QueueEndpoint>();
        services.AddSingleton<HealthReport>();
        services.AddSingleton<IDeploymentReport>(static all => all.GetRequiredService<HealthReport>());
        services.AddSingleton<IDeploymentReport, FaultReport>();
        return services;
    }
}
