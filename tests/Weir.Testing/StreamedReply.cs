using System.Text;

namespace Weir.Testing;

/// <summary>An answer that a client reads piece by piece.</summary>
internal sealed class StreamedReply(HttpResponseMessage response) : IDisposable
{
    private readonly MemoryStream _seen = new();
    private readonly byte[] _buffer = new byte[16 * 1024];
    private Stream? _stream;

    public HttpResponseMessage Response { get; } = response;

    public string RequestId => Response.Headers.GetValues("x-request-id").Single();

    /// <summary>What has come so far.</summary>
    public string Text => Encoding.UTF8.GetString(_seen.GetBuffer(), 0, (int)_seen.Length);

    /// <summary>How many bytes have come so far.</summary>
    public long Length => _seen.Length;

    /// <summary>Reads until a text has come.</summary>
    /// <returns>Everything so far.</returns>
    public async Task<string> UntilAsync(string text)
    {
        while (!Text.Contains(text, StringComparison.Ordinal))
            if (!await ReadAsync()) throw new EndOfStreamException($"the answer ended without '{text}': {Text}");
        return Text;
    }

    /// <summary>Reads to the end.</summary>
    /// <exception cref="HttpIOException">The connection broke before it.</exception>
    public async Task<string> ToEndAsync(CancellationToken cancellationToken = default)
    {
        while (await ReadAsync(cancellationToken))
        {
        }
        return Text;
    }

    /// <summary>Reads to the end, in good order or not.</summary>
    /// <returns>Everything that came.</returns>
    public async Task<string> ToEndOrBreakAsync()
    {
        try
        {
            return await ToEndAsync();
        }
        catch (IOException)
        {
            return Text;
        }
    }

    /// <summary>Reads until the connection breaks.</summary>
    /// <returns>Everything that came before.</returns>
    public async Task<string> ToBreakAsync()
    {
        try
        {
            await ToEndAsync();
        }
        catch (IOException)
        {
            return Text;
        }
        throw new InvalidOperationException($"the answer ended in good order: {Text}");
    }

    /// <summary>Reads more.</summary>
    /// <returns>False at the end.</returns>
    public async Task<bool> ReadAsync(CancellationToken cancellationToken = default)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        _stream ??= await Response.Content.ReadAsStreamAsync(patience.Token);
        var read = await _stream.ReadAsync(_buffer, patience.Token);
        _seen.Write(_buffer, 0, read);
        return read > 0;
    }

    /// <summary>Hangs up, unless the end has been read.</summary>
    public void Dispose() => Response.Dispose();
}
