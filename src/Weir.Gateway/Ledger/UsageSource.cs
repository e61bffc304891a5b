namespace Weir.Gateway.Ledger;

/// <summary>Where a token count comes from. Stored by name, lower case.</summary>
internal enum UsageSource
{
    /// <summary>Nothing was produced.</summary>
    None,

    /// <summary>The provider said so.</summary>
    Provider,

    /// <summary>Weir estimated it from the text that passed, because the provider never got to say.</summary>
    Estimated,

    /// <summary>The provider was still at work when the call ended; the row is settled when it has ended.</summary>
    Pending,

    /// <summary>The provider worked on, and how much it used could not be learnt.</summary>
    Unknown,
}
