using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Weir.Gateway.Alerts.Mail;

namespace Weir.Gateway.Alerts;

/// <summary>Registers what tells people outside.</summary>
internal static class AlertServices
{
    /// <param name="services">Where.</param>
    /// <param name="random">Draws between 0 and 1, for the pauses between tries.</param>
    public static IServiceCollection AddAlerts(this IServiceCollection services, Func<double> random)
    {
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<MailSender>();
        services.AddSingleton<AlertMetrics>();
        services.AddSingleton(all => ActivatorUtilities.CreateInstance<AlertDispatcher>(all, random));
        services.AddHostedService(static all => all.GetRequiredService<AlertDispatcher>());
        services.TryAddSingleton<IAlerts>(static all => all.GetRequiredService<AlertDispatcher>());
        return services;
    }
}
