namespace Weir.Gateway.Scheduling;

/// <summary>Why an attempt got no slot.</summary>
internal enum SlotRefusal
{
    /// <summary>As many wait as may.</summary>
    Full,

    /// <summary>Its time ran out while it waited, or would have.</summary>
    Late,

    /// <summary>It had to give way in a full line: to a higher priority, or to a tenant that has less waiting.</summary>
    Shed,

    /// <summary>Whoever asked for it has gone away.</summary>
    Cancelled,
}
