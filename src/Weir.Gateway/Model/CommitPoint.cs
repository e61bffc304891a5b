namespace Weir.Gateway.Model;

/// <summary>When an answer begins to be passed on to the client, and so can no longer be replaced unseen.</summary>
internal enum CommitPoint
{
    /// <summary>With its headers.</summary>
    Immediate,

    /// <summary>With its first content.</summary>
    Probe,

    /// <summary>When it is whole.</summary>
    Full,
}
