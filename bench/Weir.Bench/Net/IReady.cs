namespace Weir.Bench.Net;

/// <summary>Owns a socket in an <see cref="EventLoop"/>.</summary>
internal interface IReady
{
    /// <summary>The socket can be read from, or written to, or both.</summary>
    void OnReady(bool readable, bool writable);
}
