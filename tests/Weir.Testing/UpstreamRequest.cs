namespace Weir.Testing;

/// <summary>What an upstream saw of one request.</summary>
/// <param name="Path">Path and query.</param>
/// <param name="Headers">Names in lower case.</param>
/// <param name="Body">The bytes as text.</param>
/// <param name="Connection">The connection that it came on.</param>
internal sealed record UpstreamRequest(string Path, IReadOnlyDictionary<string, string> Headers, string Body, string Connection)
{
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the gateway drops the connection before the upstream has finished.</summary>
    public Task Gone => _gone.Task;

    /// <summary>Whether the upstream was asked to report usage in its stream.</summary>
    public bool AsksForUsage => Body.Contains("\"include_usage\":true", StringComparison.Ordinal);

    internal void MarkGone() => _gone.TrySetResult();
}
