namespace Weir.Gateway;

/// <summary>Why the gateway cannot start, said so that the operator knows what to do. Becomes one line and exit code 2.</summary>
internal sealed class StartupException(string message, string remedy, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What the operator can do about it: one sentence.</summary>
    public string Remedy { get; } = remedy;
}
