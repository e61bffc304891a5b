using Weir.Gateway;
using Weir.Gateway.Model;

namespace Weir.Cli;

/// <summary>What <c>weir up</c> says once it listens: where, with what, and what to paste to try it.</summary>
internal static class Banner
{
    public static void Write(TextWriter output, GatewayHost gateway, string? configFile)
    {
        var model = gateway.Configuration.Model!;
        output.WriteLine($"Weir {Version.Text} listens on {gateway.Address.ToString().TrimEnd('/')}");
        output.WriteLine($"  configuration  {configFile ?? "built-in default (weir config prints it)"}, release {model.Release}");
        foreach (var provider in model.Providers.Values.OrderBy(provider => provider.Name, StringComparer.Ordinal))
            output.WriteLine($"  provider       {provider.Name}: {StateOf(provider)}");
        output.WriteLine($"  developer key  {gateway.DeveloperKey.Path}{(gateway.DeveloperKey.IsNew ? " (new)" : "")}");
        foreach (var warning in gateway.Configuration.Warnings) output.WriteLine($"  warning        {warning}");
        if (TryOut(model) is not { } name) return;
        output.WriteLine();
        output.WriteLine("Try it:");
        output.WriteLine($"  curl -N {gateway.Address}v1/chat/completions -H \"Authorization: Bearer $(cat {Quoted(gateway.DeveloperKey.Path)})\" \\");
        output.WriteLine($"    -H 'Content-Type: application/json' -d '{{\"model\":\"{name}\",\"stream\":true,\"messages\":[{{\"role\":\"user\",\"content\":\"Hello\"}}]}}'");
    }

    private static string StateOf(ProviderModel provider)
    {
        if (provider.BuiltIn is { } name) return $"built-in {name}, costs nothing and makes its answers up";
        return $"{provider.BaseUrl.AbsoluteUri.TrimEnd('/')}, {KeyOf(provider)}";
    }

    private static string KeyOf(ProviderModel provider) => provider.ApiKey switch
    {
        null => "no key",
        { Source: { } source } => $"key from {source}",
        _ => "key in the configuration",
    };

    /// <summary>A chat model to try: one that costs nothing when there is one.</summary>
    private static string? TryOut(GatewayModel model) =>
        model.Models.Values
            .Where(route => !route.Name.Contains("embed", StringComparison.OrdinalIgnoreCase))
            .OrderBy(route => route.Candidates[0].Deployment.Provider.BuiltIn is null)
            // A simulated answer under the simulator's own name: nobody takes it for a real model's.
            .ThenBy(route => route.Name != route.Candidates[0].Deployment.Provider.Name)
            .ThenBy(route => route.Name, StringComparer.Ordinal)
            .FirstOrDefault()?.Name;

    private static string Quoted(string path) => path.Contains(' ') ? $"'{path}'" : path;
}
