using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Weir.Cli.Tests.Budgets;

/// <summary>HTTP/1.1 on a bare socket, as little of it as both ends of a measurement need.</summary>
internal sealed class RawConnection(Socket socket) : IDisposable
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _filled;

    /// <summary>Sends bytes as they are.</summary>
    public Task<int> SendAsync(byte[] bytes) => socket.SendAsync(bytes);

    /// <summary>Reads a head and the body that its <c>content-length</c> announces.</summary>
    /// <returns>Both as text, or null when the connection was closed.</returns>
    public async Task<string?> ReadMessageAsync()
    {
        while (true)
        {
            var head = _buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8);
            if (head >= 0 && head + 4 + BodyLength(head) is var whole && whole <= _filled)
            {
                var message = Encoding.UTF8.GetString(_buffer, 0, whole);
                Drop(whole);
                return message;
            }
            if (await FillAsync() == 0) return null;
        }
    }

    /// <summary>Reads until a text has come, and drops everything up to its end.</summary>
    /// <exception cref="IOException">The connection was closed before.</exception>
    public async Task SkipPastAsync(byte[] text)
    {
        while (true)
        {
            var place = _buffer.AsSpan(0, _filled).IndexOf(text);
            if (place >= 0)
            {
                Drop(place + text.Length);
                return;
            }
            if (await FillAsync() == 0) throw new IOException($"closed before '{Encoding.UTF8.GetString(text)}' came");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => socket.Dispose();

    private int BodyLength(int head)
    {
        const string name = "\r\ncontent-length:";
        var text = Encoding.ASCII.GetString(_buffer, 0, head);
        var place = text.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        if (place < 0) return 0;
        var value = text.AsSpan(place + name.Length);
        return int.Parse(value[..(value.IndexOf('\r') is var end && end < 0 ? value.Length : end)], CultureInfo.InvariantCulture);
    }

    private void Drop(int count)
    {
        _buffer.AsSpan(count, _filled - count).CopyTo(_buffer);
        _filled -= count;
    }

    private async ValueTask<int> FillAsync()
    {
        var read = await socket.ReceiveAsync(_buffer.AsMemory(_filled));
        _filled += read;
        return read;
    }
}
