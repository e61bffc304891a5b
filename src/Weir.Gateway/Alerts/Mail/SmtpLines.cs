using System.Globalization;
using System.Text;

namespace Weir.Gateway.Alerts.Mail;

/// <summary>The lines of a conversation with a mail server. Replies are bounded: a server cannot fill the memory.</summary>
internal sealed class SmtpLines(Stream stream)
{
    /// <summary>Eight times what RFC 5321 (4.5.3.1.5) allows.</summary>
    private const int LongestLine = 4096;

    private const int MostLines = 100;

    private readonly byte[] _buffer = new byte[LongestLine];
    private int _from;
    private int _to;

    /// <summary>Whether something was received that nobody has read.</summary>
    public bool HasMore => _from < _to;

    /// <summary>Sends a line, or several with CR LF between them.</summary>
    public async Task WriteAsync(string line, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n"), cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }

    /// <summary>Reads a reply of one line or more: <c>250-first</c>, <c>250 last</c>.</summary>
    /// <exception cref="IOException">It is none, or the server has hung up.</exception>
    public async Task<SmtpReply> ReadAsync(CancellationToken cancellationToken)
    {
        var texts = new List<string>();
        while (texts.Count < MostLines)
        {
            var line = await ReadLineAsync(cancellationToken);
            if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code)) break;
            texts.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length == 3 || line[3] == ' ') return new SmtpReply(code, texts);
        }
        throw new IOException("what answers there is no mail server");
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var end = _buffer.AsSpan(_from, _to - _from).IndexOf((byte)'\n');
            if (end >= 0)
            {
                var line = Encoding.UTF8.GetString(_buffer, _from, end).TrimEnd('\r');
                _from += end + 1;
                return line;
            }
            _buffer.AsSpan(_from, _to - _from).CopyTo(_buffer);
            (_from, _to) = (0, _to - _from);
            if (_to == _buffer.Length) throw new IOException("a line is too long");
            var read = await stream.ReadAsync(_buffer.AsMemory(_to), cancellationToken);
            if (read == 0) throw new IOException("the mail server has hung up");
            _to += read;
        }
    }
}
