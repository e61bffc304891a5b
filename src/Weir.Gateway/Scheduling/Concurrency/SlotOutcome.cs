namespace Weir.Gateway.Scheduling.Concurrency;

/// <summary>What an attempt says about how much its deployment can take.</summary>
internal enum SlotOutcome
{
    /// <summary>It was answered: there may be room for more.</summary>
    Answered,

    /// <summary>It was refused as too much.</summary>
    Overloaded,

    /// <summary>Nothing came in time: what comes too late is how a full queue looks from outside.</summary>
    Silent,

    /// <summary>Nothing: it failed for another reason, or its client went away.</summary>
    Untold,
}
