using Microsoft.Extensions.DependencyInjection;

namespace Weir.Gateway.Limits;

/// <summary>Registers what limits are made of.</summary>
internal static class LimitServices
{
    public static IServiceCollection AddLimits(this IServiceCollection services)
    {
        services.AddSingleton<LimitBook>();
        services.AddSingleton<LimitDays>();
        services.AddSingleton<LimitMetrics>();
        services.AddSingleton<OutputEstimates>();
        services.AddSingleton<LimitSettlement>();
        services.AddSingleton<LimitsStage>();
        return services;
    }
}
