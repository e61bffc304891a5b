namespace Weir.Gateway.Model;

/// <summary>Who goes first where a deployment cannot take all. The first one is the highest.</summary>
internal enum CallPriority
{
    /// <summary>Somebody waits for the answer, and it matters.</summary>
    High,

    /// <summary>Everything that says nothing else.</summary>
    Normal,

    /// <summary>What can wait or be left: batches, evaluations.</summary>
    Low,
}
