using System.Buffers;

namespace Weir.Dialects.Answers;

/// <summary>A stretch of an answer of one kind. Bytes are the inside of JSON strings, as they are escaped.</summary>
public sealed class AnswerBlock(AnswerBlockKind kind)
{
    private readonly ArrayBufferWriter<byte> _text = new();
    private ArrayBufferWriter<byte>? _logprobs;

    /// <summary>What it holds.</summary>
    public AnswerBlockKind Kind => kind;

    /// <summary>Which of the choice's tool calls it is, 0 for the first.</summary>
    public int Call { get; init; }

    /// <summary>The text, thoughts, enciphered thoughts or arguments.</summary>
    public ReadOnlySpan<byte> Text => _text.WrittenSpan;

    /// <summary>The elements of <see cref="AnswerPiece.Logprobs"/> of all the text, separated by commas; empty when there are none.</summary>
    public ReadOnlySpan<byte> Logprobs => _logprobs is null ? default : _logprobs.WrittenSpan;

    /// <summary>The tool call's or the thoughts' identifier; may be empty.</summary>
    public ReadOnlyMemory<byte> Id { get; set; }

    /// <summary>The called tool's name; empty for other blocks.</summary>
    public ReadOnlyMemory<byte> Name { get; init; }

    /// <summary>The thoughts' or the call's signature; empty when there is none.</summary>
    public ReadOnlyMemory<byte> Signature { get; set; }

    /// <summary>Whether nothing more is added.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Adds to the text.</summary>
    public void Append(ReadOnlySpan<byte> text) => _text.Write(text);

    /// <summary>Adds what is known of the text's tokens: a JSON array, or nothing.</summary>
    public void AppendLogprobs(ReadOnlySpan<byte> list)
    {
        if (list.IsEmpty) return;
        _logprobs ??= new ArrayBufferWriter<byte>();
        if (_logprobs.WrittenCount > 0) _logprobs.Write(","u8);
        _logprobs.Write(list[1..^1]);
    }
}
