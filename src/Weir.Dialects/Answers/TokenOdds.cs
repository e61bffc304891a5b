using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Answers;

/// <summary>
/// Puts <see cref="AnswerPiece.Logprobs"/> together: a JSON array on one line, for every token its text, the logarithm of its
/// probability, its bytes, and the tokens that were most likely in its place. Kept for the next event, so that none allocates.
/// </summary>
internal sealed class TokenOdds
{
    private readonly ArrayBufferWriter<byte> _list = new();
    private readonly ArrayBufferWriter<byte> _text = new();

    /// <summary>The list so far, closed.</summary>
    /// <returns>The array, or nothing when it has no tokens.</returns>
    public ReadOnlySpan<byte> Close()
    {
        if (_list.WrittenCount == 0) return default;
        _list.Write("]"u8);
        return _list.WrittenSpan;
    }

    /// <summary>Begins another list.</summary>
    public void Clear() => _list.ResetWrittenCount();

    /// <summary>Adds a token; the tokens that might have stood in its place follow, and then <see cref="End"/>.</summary>
    /// <param name="token">The inside of a JSON string.</param>
    /// <param name="logprob">A JSON number.</param>
    /// <param name="bytes">A JSON array of numbers, or nothing: then the bytes are those of the text.</param>
    public void Begin(ReadOnlySpan<byte> token, ReadOnlySpan<byte> logprob, ReadOnlySpan<byte> bytes)
    {
        _list.Write(_list.WrittenCount == 0 ? "["u8 : ","u8);
        Write(token, logprob, bytes);
        _list.Write(",\"top_logprobs\":["u8);
    }

    /// <summary>Adds one of the tokens that might have stood in the place of the last one.</summary>
    public void Instead(ReadOnlySpan<byte> token, ReadOnlySpan<byte> logprob, ReadOnlySpan<byte> bytes)
    {
        if (_list.WrittenSpan[^1] == '}') _list.Write(","u8);
        Write(token, logprob, bytes);
        _list.Write("}"u8);
    }

    /// <summary>The last token is all there.</summary>
    public void End() => _list.Write("]}"u8);

    private void Write(ReadOnlySpan<byte> token, ReadOnlySpan<byte> logprob, ReadOnlySpan<byte> bytes)
    {
        _list.Write("{\"token\":\""u8);
        _list.Write(token);
        _list.Write("\",\"logprob\":"u8);
        _list.Write(logprob);
        _list.Write(",\"bytes\":["u8);
        if (bytes.IsEmpty) WriteBytesOf(token);
        else WriteBytes(bytes);
        _list.Write("]"u8);
    }

    private void WriteBytesOf(ReadOnlySpan<byte> token)
    {
        _text.ResetWrittenCount();
        // Half of a surrogate pair is no text and has no bytes.
        if (!_text.TryWriteUnescaped(token)) return;
        var first = true;
        foreach (var value in _text.WrittenSpan)
        {
            WriteNumber(value, first);
            first = false;
        }
    }

    private void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, EventJson.Options);
        reader.Read();
        for (var first = true; reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetByte(out var value); first = false) WriteNumber(value, first);
    }

    private void WriteNumber(byte value, bool first)
    {
        if (!first) _list.Write(","u8);
        Utf8Formatter.TryFormat(value, _list.GetSpan(3), out var written);
        _list.Advance(written);
    }
}
