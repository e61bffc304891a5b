using Weir.Gateway.Model;

namespace Weir.Gateway.Costs.Reconciliation;

/// <summary>Which of the configured providers an export can be of.</summary>
internal static class ProvidersOf
{
    /// <summary>Those that are called as the export's kind is, or are at its address.</summary>
    public static string[] Export(ExportFormat format, GatewayModel model)
    {
        var domain = format.Provider + ".com";
        return
        [
            .. model.Providers.Values.Where(provider => provider.Name == format.Provider || IsAt(provider.BaseUrl.Host, domain))
                .Select(provider => provider.Name).Order(StringComparer.Ordinal),
        ];
    }

    private static bool IsAt(string host, string domain) => host == domain || host.EndsWith("." + domain, StringComparison.Ordinal);
}
