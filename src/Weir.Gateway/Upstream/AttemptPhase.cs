namespace Weir.Gateway.Upstream;

/// <summary>How far an attempt has come; errors name it.</summary>
internal enum AttemptPhase
{
    /// <summary>Connecting, sending, waiting for the response's headers.</summary>
    Headers,

    /// <summary>Headers are there, content is not.</summary>
    FirstToken,

    /// <summary>Content is flowing.</summary>
    Body,

    /// <summary>All content is there; what is missing is how much was used.</summary>
    Usage,

    /// <summary>What is missing is the word that this was all.</summary>
    Ending,
}
