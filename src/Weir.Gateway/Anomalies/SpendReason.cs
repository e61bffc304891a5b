namespace Weir.Gateway.Anomalies;

/// <summary>Which rule found that spending is unusual.</summary>
internal enum SpendReason
{
    /// <summary>One hour is far above what is usual for it.</summary>
    Jump,

    /// <summary>Several hours together are above what chance allows.</summary>
    Rise,

    /// <summary>Who has no rhythm spends far more than ever before.</summary>
    Peak,
}
