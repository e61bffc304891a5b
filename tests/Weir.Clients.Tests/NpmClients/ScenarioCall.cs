namespace Weir.Clients.Tests.NpmClients;

/// <summary>One request of a client, as the script saw it pass.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path that was called.</param>
/// <param name="Status">The answer's status.</param>
/// <param name="Id">The answer's <c>x-request-id</c>.</param>
internal sealed record ScenarioCall(string Method, string Path, int Status, string? Id)
{
    /// <summary>Whether an upstream is to answer it, which the ledger knows of; models and kept responses are the gateway's own.</summary>
    public bool IsCall => Method == "POST";

    /// <summary>Whether tokens are made or embedded, not just counted.</summary>
    public bool HasUsage => IsCall && !Path.EndsWith("tokens", StringComparison.OrdinalIgnoreCase);
}
