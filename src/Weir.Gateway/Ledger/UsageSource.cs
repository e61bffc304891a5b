namespace Weir.Gateway.Ledger;

/// <summary>Where a token count comes from. Stored by name, lower case.</summary>
internal enum UsageSource
{
    /// <summary>Nothing was produced, or nothing is known.</summary>
    None,

    /// <summary>The provider said so.</summary>
    Provider,

    /// <summary>Weir estimated it from the text that passed, because the provider never got to say.</summary>
    Estimated,
}
