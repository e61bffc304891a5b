using Weir.Gateway.Calls;

namespace Weir.Gateway.Faults;

/// <summary>Whose calls a fault may touch. A list that is null stands for all.</summary>
internal sealed record FaultScope
{
    /// <summary>Names, on a request, the fault that the client asks for; on an answer, the faults that touched the call.</summary>
    public const string Header = "x-weir-fault";

    public IReadOnlyList<string>? Tenants { get; init; }

    /// <summary>Names or identifiers of keys.</summary>
    public IReadOnlyList<string>? Keys { get; init; }

    public IReadOnlyList<string>? Features { get; init; }

    /// <summary>Models as clients name them.</summary>
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>Whether only calls are touched that name the fault in <see cref="Header"/>.</summary>
    public bool OnlyOnRequest { get; init; }

    /// <summary>Whether of two calls of one tenant for one model it may touch one and not the other.</summary>
    public bool TellsCallsApart => OnlyOnRequest || Keys is not null || Features is not null;

    /// <summary>Whether a call with a key and a route may be touched.</summary>
    public bool Covers(Call call, string fault)
    {
        if (OnlyOnRequest && call.Http.Request.Headers[Header] != fault) return false;
        return Has(Tenants, call.Record.Tenant) && Has(Features, call.Record.Feature) && CoversModel(call.Route?.Name)
            && (Keys is null || Has(Keys, call.Key?.Name) || Has(Keys, call.Key?.Id));
    }

    /// <summary>Whether calls for a model may be touched; null for calls that name none.</summary>
    public bool CoversModel(string? model) => Has(Models, model);

    private static bool Has(IReadOnlyList<string>? listed, string? name) => listed is null || (name is not null && listed.Contains(name, StringComparer.Ordinal));
}
