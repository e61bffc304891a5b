namespace Weir.Gateway.Scheduling;

/// <summary>Why an attempt got no slot.</summary>
internal enum SlotRefusal
{
    /// <summary>As many wait as may.</summary>
    Full,

    /// <summary>Its time ran out while it waited, or would have.</summary>
    Late,

    /// <summary>The deployment is overloaded, and others have a higher priority.</summary>
    Shed,

    /// <summary>Whoever asked for it has gone away.</summary>
    Cancelled,
}
