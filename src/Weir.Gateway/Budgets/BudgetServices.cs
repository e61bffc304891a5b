using Microsoft.Extensions.DependencyInjection;

namespace Weir.Gateway.Budgets;

/// <summary>Registers what budgets are made of.</summary>
internal static class BudgetServices
{
    public static IServiceCollection AddBudgets(this IServiceCollection services)
    {
        services.AddSingleton<BudgetBook>();
        services.AddSingleton<SpentStore>();
        services.AddSingleton<CounterStore>();
        services.AddSingleton<CounterReader>();
        services.AddSingleton<BudgetListing>();
        services.AddSingleton<KeptHolds>();
        services.AddSingleton<StepStore>();
        services.AddSingleton<BudgetNews>();
        services.AddHostedService(static all => all.GetRequiredService<BudgetNews>());
        services.AddSingleton<RaiseStore>();
        services.AddSingleton<BudgetLoading>();
        services.AddSingleton<RaiseWatch>();
        services.AddHostedService(static all => all.GetRequiredService<RaiseWatch>());
        services.AddSingleton<LateBudgets>();
        services.AddSingleton<BudgetKeeper>();
        services.AddHostedService(static all => all.GetRequiredService<BudgetKeeper>());
        services.AddSingleton<BudgetGate>();
        services.AddSingleton<BudgetStage>();
        services.AddSingleton<LandingStage>();
        return services;
    }
}
