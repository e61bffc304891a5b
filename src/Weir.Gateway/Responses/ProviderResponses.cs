using Weir.Gateway.Configuration;
using Weir.Gateway.Upstream;

namespace Weir.Gateway.Responses;

/// <summary>Asks providers for the responses that they keep.</summary>
internal sealed class ProviderResponses(ConfigWatcher configuration, UpstreamClients clients, TimeProvider time)
{
    /// <summary>Asks once, for as long as the deployment waits for a first byte.</summary>
    /// <param name="deployment">Whose provider; it may be gone from the configuration.</param>
    /// <param name="id">The response.</param>
    /// <param name="method">GET, or POST to cancel.</param>
    /// <param name="ending">What comes after the identifier in the path.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ProviderResponse> AskAsync(string deployment, string id, HttpMethod method, string ending, CancellationToken cancellationToken)
    {
        if (!configuration.Current.Deployments.TryGetValue(deployment, out var known)) return default;
        using var patience = new CancellationTokenSource(known.Timeouts.FirstByte, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            using var response = await clients.For(known.Provider).AskAsync(method, $"/responses/{Uri.EscapeDataString(id)}{ending}", either.Token);
            if (!response.IsSuccessStatusCode) return new(null, IsForgotten: (int)response.StatusCode is 404 or 410);
            await response.Content.LoadIntoBufferAsync(configuration.Current.Limits.TranslatedAnswer, either.Token);
            var body = await response.Content.ReadAsByteArrayAsync(either.Token);
            return new(ResponseItems.IsResponse(body) ? body : null, IsForgotten: false);
        }
        catch (Exception broken) when (UpstreamFailures.IsExpected(broken) && !cancellationToken.IsCancellationRequested)
        {
            return default;
        }
    }
}
