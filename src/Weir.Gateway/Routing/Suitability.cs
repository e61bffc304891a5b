namespace Weir.Gateway.Routing;

/// <summary>What is asked of a deployment before a call is sent there; each includes those that follow.</summary>
internal enum Suitability
{
    /// <summary>It has room, so that nobody has to wait.</summary>
    Free,

    /// <summary>It is well as far as is known, and takes requests of this size.</summary>
    Well,

    /// <summary>The call may go there at all.</summary>
    Allowed,
}
