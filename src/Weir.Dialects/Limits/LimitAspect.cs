namespace Weir.Dialects.Limits;

/// <summary>What a header says of a limit.</summary>
public enum LimitAspect
{
    /// <summary>How much it is in all.</summary>
    Limit,

    /// <summary>How much is left.</summary>
    Remaining,

    /// <summary>When all of it is there again.</summary>
    Reset,
}
