namespace Weir.Gateway.Endpoints;

/// <summary>What a call asks a model to do.</summary>
internal enum Operation
{
    /// <summary>Answer a conversation; translated where the upstream speaks another dialect.</summary>
    Generate,

    /// <summary>Turn text into vectors.</summary>
    Embed,

    /// <summary>Say how many tokens a conversation has.</summary>
    CountTokens,

    /// <summary>Something that only upstreams of the same dialect can do; passed on as it is.</summary>
    Relay,
}
