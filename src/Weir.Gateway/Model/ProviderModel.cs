using System.Collections.Frozen;
using Weir.Dialects;

namespace Weir.Gateway.Model;

/// <summary>A server that answers: its address, its credentials, the dialect it speaks.</summary>
internal sealed class ProviderModel
{
    public required string Name { get; init; }

    /// <summary>Which provider's ways it follows: how its key is sent, how its addresses are made up.</summary>
    public required ProviderFamily Family { get; init; }

    /// <summary>The dialects in which it answers, the best one first; at least one.</summary>
    public required IReadOnlyList<Dialect> Apis { get; init; }

    /// <summary>The member of a translated chat request that limits the answer's tokens.</summary>
    public required string MaxTokensMember { get; init; }

    /// <summary>Signs requests to Bedrock, or null.</summary>
    public required AwsModel? Aws { get; init; }

    /// <summary>Absolute http or https address without a trailing slash, such as <c>https://api.openai.com/v1</c>.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>The in-process upstream that answers instead of the network (<c>simulator</c>), or null.</summary>
    public required string? BuiltIn { get; init; }

    /// <summary>The provider's credential, or null when it needs none.</summary>
    public required Secret? ApiKey { get; init; }

    /// <summary>Header that carries <see cref="ApiKey"/>; <c>authorization</c> sends it as a bearer token, any other name sends it bare.</summary>
    public required string ApiKeyHeader { get; init; }

    /// <summary>Headers added to every request to this provider. Values may be secrets.</summary>
    public required IReadOnlyList<KeyValuePair<string, Secret>> Headers { get; init; }

    /// <summary>
    /// Client headers that are passed on, lower case; a trailing <c>*</c> matches any ending. Everything else is withheld,
    /// so that cookies and internal headers do not leave the house.
    /// </summary>
    public required IReadOnlyList<string> ForwardHeaders { get; init; }

    public required TimeoutsModel Timeouts { get; init; }

    /// <summary>The tenants that may name what is kept in the provider's account; null means all.</summary>
    public required FrozenSet<string>? AccountOf { get; init; }

    /// <summary>Whether everything that is kept in the provider's account is a tenant's, or may be seen by it.</summary>
    public bool IsAccountOf(string tenant) => AccountOf?.Contains(tenant) != false;

    /// <summary>The dialect in which it is asked on behalf of a client: the client's own where it can be, so that bytes pass as they are.</summary>
    public Dialect ApiFor(Dialect client)
    {
        // Not foreach, which would allocate for each call.
        for (var i = 0; i < Apis.Count; i++)
            if (Apis[i] == client) return client;
        return Apis[0];
    }

    /// <summary>Whether another provider is reached in the same way, so that the two can share connections.</summary>
    public bool ConnectsLike(ProviderModel other) =>
        BaseUrl == other.BaseUrl && BuiltIn == other.BuiltIn && Family == other.Family && Aws == other.Aws && ApiKey?.Reveal() == other.ApiKey?.Reveal() && ApiKeyHeader == other.ApiKeyHeader
        && Headers.Select(Revealed).SequenceEqual(other.Headers.Select(Revealed)) && ForwardHeaders.SequenceEqual(other.ForwardHeaders)
        && Timeouts.Connect == other.Timeouts.Connect;

    private static (string Name, string Value) Revealed(KeyValuePair<string, Secret> header) => (header.Key, header.Value.Reveal());
}
