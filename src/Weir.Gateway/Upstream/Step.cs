namespace Weir.Gateway.Upstream;

/// <summary>What follows a failed attempt.</summary>
internal enum Step
{
    /// <summary>Nothing: the client is told.</summary>
    Stop,

    /// <summary>The same deployment is asked again.</summary>
    Again,

    /// <summary>Another deployment is asked.</summary>
    Elsewhere,
}
