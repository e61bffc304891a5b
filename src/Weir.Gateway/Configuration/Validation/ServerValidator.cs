using Weir.Gateway.Configuration.Binding;
using Weir.Gateway.Model;

namespace Weir.Gateway.Configuration.Validation;

/// <summary>The address can be listened on, and stopping comes to an end.</summary>
internal sealed class ServerValidator : IConfigValidator
{
    private static readonly TimeSpan LongestDrain = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public void Validate(WeirConfig config, ConfigErrors errors)
    {
        Reference.Check(config.Server, "relay_to", config.Server.RelayTo, config.Deployments.Keys, "deployment", "deployments", errors);
        if (config.Server.RelayTo is { } relay && config.Deployments.TryGetValue(relay, out var target)
            && target.Provider is { } name && config.Providers.TryGetValue(name, out var provider) && provider.Dialect != "openai")
            errors.Add(config.Server, "relay_to", $"its provider speaks the dialect {provider.Dialect}, in which there are no such requests.", "Name a deployment whose provider is of dialect openai.");
        var server = config.Server;
        if (server.Listen.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            errors.Add(server, "listen", "Weir does not serve TLS itself yet.", "Write http://… and let a proxy in front end TLS.");
        else if (ListenAddress.TryParse(server.Listen) is null)
            errors.Add(server, "listen", "not an address to listen on.", "Write http://HOST:PORT, where HOST is an IP address, localhost or *.");

        foreach (var proxy in server.TrustedProxies ?? [])
            if (ServerModel.ParseNetwork(proxy) is null)
                errors.Add(server, "trusted_proxies", $"\"{Shown.Short(proxy)}\" is neither an address nor a network.", "Write addresses such as 10.0.0.7 and networks such as 10.0.0.0/8 or fd00::/8.");

        if (server.Drain < TimeSpan.Zero || server.Drain > LongestDrain)
            errors.Add(server, "drain", $"{Quantity.Show(server.Drain)} is out of range.", "Write 0s to 1h.");
    }
}
