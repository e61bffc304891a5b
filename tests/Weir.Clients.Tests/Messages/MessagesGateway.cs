using Anthropic;
using Weir.Gateway.Ledger;
using Weir.Testing;

namespace Weir.Clients.Tests.Messages;

/// <summary>The program with every kind of upstream, and Anthropic's own client for .NET pointed at it.</summary>
public class MessagesGateway : IAsyncLifetime
{
    private WeirProcess _weir = null!;

    /// <summary>The configuration file's text.</summary>
    protected virtual string Configuration => SimulatedUpstream.Configuration;

    public async Task InitializeAsync() => _weir = await WeirProcess.StartAsync(new WeirProcessOptions { Configuration = Configuration });

    public async Task DisposeAsync() => await _weir.DisposeAsync();

    /// <summary>Anthropic's client, as an application makes it: an address and a key.</summary>
    /// <param name="seen">Told what goes over the wire.</param>
    /// <param name="key">Null for the developer key.</param>
    /// <param name="retries">How often the client tries again.</param>
    internal AnthropicClient Client(MessagesTap seen, string? key = null, int retries = 0) => new()
    {
        BaseUrl = _weir.Address.ToString(),
        ApiKey = key ?? _weir.Key,
        MaxRetries = retries,
        Handlers = [seen],
        // The client itself then holds every answer against the API's description.
        ResponseValidation = true,
    };

    /// <summary>What the ledger says about a call that a client had an answer to.</summary>
    internal CallRecord Ledger(string id) => _weir.Ledger.Find(id).ShouldNotBeNull();

    /// <summary>Whether the ledger knows of a call.</summary>
    internal bool Knows(string id) => _weir.Ledger.Find(id) is not null;
}
