using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI;
using OpenAI.Chat;
using Weir.Gateway.Ledger;
using Weir.Testing;

namespace Weir.Clients.Tests;

/// <summary>The program with its built-in default, and OpenAI's own client pointed at it.</summary>
public class RunningWeir : IAsyncLifetime
{
    private WeirProcess _weir = null!;

    internal string Key => _weir.Key;

    /// <summary>A client that is nobody's SDK.</summary>
    internal HttpClient Http => _weir.Client;

    /// <summary>The configuration file's text; null for the built-in default.</summary>
    protected virtual string? Configuration => null;

    public async Task InitializeAsync() => _weir = await WeirProcess.StartAsync(new WeirProcessOptions { Configuration = Configuration });

    public async Task DisposeAsync() => await _weir.DisposeAsync();

    /// <summary>OpenAI's client, as an application makes it: an address and a key.</summary>
    /// <param name="seen">Told what goes over the wire.</param>
    /// <param name="key">Null for the developer key.</param>
    internal OpenAIClient Client(WireTap seen, string? key = null)
    {
        var options = new OpenAIClientOptions { Endpoint = new Uri(_weir.Address, "v1") };
        options.AddPolicy(seen, PipelinePosition.PerTry);
        return new OpenAIClient(new ApiKeyCredential(key ?? Key), options);
    }

    internal ChatClient Chat(WireTap seen, string model = "sim") => Client(seen).GetChatClient(model);

    /// <summary>What the ledger says about a call that a client had an answer to.</summary>
    internal CallRecord Ledger(string id) => _weir.Ledger.Find(id).ShouldNotBeNull();

    /// <summary>Whether the ledger knows of a call.</summary>
    internal bool Knows(string id) => _weir.Ledger.Find(id) is not null;
}
