namespace Weir.Gateway.Upstream;

/// <summary>
/// An upstream that lives in this process and is reached without a configured address: the provider simulator. A provider
/// names it with <c>built_in:</c>. Implementations speak HTTP/1.1 over the stream that they hand out.
/// </summary>
internal interface IBuiltInUpstream
{
    /// <summary>What <c>built_in:</c> says; unique.</summary>
    string Name { get; }

    /// <summary>Opens a connection; starts the upstream first if nobody has needed it yet.</summary>
    ValueTask<Stream> ConnectAsync(CancellationToken cancellationToken);
}
