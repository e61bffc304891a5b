using System.Buffers.Text;
using Weir.Bench.Upstream;

namespace Weir.Bench.Load;

/// <summary>Cuts a stream into events, however it is cut into pieces, and finds the timestamp in each.</summary>
internal sealed class StampScanner(Action<long> onStamp)
{
    /// <summary>What the timestamp follows in every dialect: a member's name says which.</summary>
    private static readonly byte[] Mark = "\":\"@"u8.ToArray();
    private byte[] _rest = new byte[4096];
    private int _length;

    /// <summary><c>data: [DONE]</c> has come, or Anthropic's <c>message_stop</c>.</summary>
    public bool Ended { get; private set; }

    public void Feed(ReadOnlySpan<byte> piece)
    {
        if (_length > 0)
        {
            if (_length + piece.Length > _rest.Length) Array.Resize(ref _rest, (_length + piece.Length) * 2);
            piece.CopyTo(_rest.AsSpan(_length));
            _length += piece.Length;
            var left = Scan(_rest.AsSpan(0, _length));
            _rest.AsSpan(_length - left, left).CopyTo(_rest);
            _length = left;
        }
        else
        {
            _length = Scan(piece);
            if (_length > _rest.Length) _rest = new byte[_length * 2];
            piece[^_length..].CopyTo(_rest);
        }
    }

    /// <returns>How many bytes of an incomplete event are left at the end.</returns>
    private int Scan(ReadOnlySpan<byte> data)
    {
        while (data.IndexOf("\n\n"u8) is >= 0 and var end)
        {
            var line = data[..end];
            var at = line.IndexOf(Mark);
            if (at >= 0 && Utf8Parser.TryParse(line.Slice(at + Mark.Length, AnswerBook.StampLength), out long stamp, out _)) onStamp(stamp);
            else if (line.SequenceEqual("data: [DONE]"u8) || line.StartsWith("event: message_stop"u8)) Ended = true;
            data = data[(end + 2)..];
        }

        return data.Length;
    }
}
