using Weir.Gateway.Model;
using Weir.Gateway.Upstream;

namespace Weir.Cli.Commands.Doctor;

/// <summary>Asks each provider for its list of models, all at once: any answer shows that it can be reached.</summary>
internal sealed class ProviderCheck(IReadOnlyList<IBuiltInUpstream> builtIns, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<IReadOnlyList<ProviderFinding>> RunAsync(GatewayModel model, CancellationToken stop) =>
        await Task.WhenAll(model.Providers.Values.OrderBy(provider => provider.Name, StringComparer.Ordinal).Select(provider => ProbeAsync(provider, stop)));

    private async Task<ProviderFinding> ProbeAsync(ProviderModel provider, CancellationToken stop)
    {
        var name = $"provider {provider.Name}";
        var where = provider.BuiltIn is { } builtIn ? $"built-in {builtIn}" : provider.BaseUrl.AbsoluteUri.TrimEnd('/');
        using var client = new UpstreamClient(provider, builtIns.FirstOrDefault(upstream => upstream.Name == provider.BuiltIn), time);
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        var began = time.GetTimestamp();
        try
        {
            using var response = await client.ProbeAsync(either.Token);
            var took = time.GetElapsedTime(began);
            var skew = provider.BuiltIn is null && response.Headers.Date is { } date ? date - time.GetUtcNow() : (TimeSpan?)null;
            // Bedrock's runtime has no list to ask for, and says so in many ways: that it answers is all there is to learn.
            var status = provider.Family == ProviderFamily.Bedrock && (int)response.StatusCode < 500 ? 200 : (int)response.StatusCode;
            return new ProviderFinding(Judge(name, $"{where}: ", provider.ApiKey is not null, status, took), skew);
        }
        catch (Exception broken) when (UpstreamFailures.IsExpected(broken) && !stop.IsCancellationRequested)
        {
            return new ProviderFinding(new Finding(
                name, $"{where}: not reached, {UpstreamFailures.OfProbe(broken)}", "See whether this machine can reach that address: name service, firewall, proxy."));
        }
    }

    private static Finding Judge(string name, string where, bool hasKey, int status, TimeSpan took)
    {
        var reached = $"{where}reached in {took.TotalMilliseconds:0} ms";
        return status switch
        {
            401 or 403 when hasKey => new(name, $"{reached}, but refuses the key (status {status})", "Check the key under providers, and that it has not been revoked or restricted."),
            401 or 403 => new(name, $"{reached}, but wants a key (status {status})", "Give it one: api_key: ${NAME} under providers."),
            >= 500 => new(name, $"{reached}, but is in trouble (status {status})", "See the provider's status page, and try again."),
            // Not all have a list of models; that something answered is what counts.
            _ => new(name, status < 300 ? reached : $"{reached} (status {status})"),
        };
    }
}
