using System.Buffers;

namespace Weir.Dialects.Answers;

/// <summary>A stretch of an answer of one kind. Bytes are the inside of JSON strings, as they are escaped.</summary>
public sealed class AnswerBlock(AnswerBlockKind kind)
{
    private readonly ArrayBufferWriter<byte> _text = new();
    private ArrayBufferWriter<byte>? _logprobs;
    private List<Citation>? _citations;

    /// <summary>What it holds.</summary>
    public AnswerBlockKind Kind => kind;

    /// <summary>Which of the choice's tool calls it is, 0 for the first.</summary>
    public int Call { get; init; }

    /// <summary>The text, thoughts, enciphered thoughts or arguments, or the bytes of media in base 64.</summary>
    public ReadOnlySpan<byte> Text => _text.WrittenSpan;

    /// <summary>The elements of <see cref="AnswerPiece.Logprobs"/> of all the text, separated by commas; empty when there are none.</summary>
    public ReadOnlySpan<byte> Logprobs => _logprobs is null ? default : _logprobs.WrittenSpan;

    /// <summary>Sources of the text.</summary>
    public IReadOnlyList<Citation> Citations => _citations ?? (IReadOnlyList<Citation>)[];

    /// <summary>How many characters of text the choice has before this block: where ranges of citations are counted from. Known when there are citations.</summary>
    public int Start { get; private set; }

    /// <summary>The tool call's or the thoughts' identifier, or the media's address; may be empty.</summary>
    public ReadOnlyMemory<byte> Id { get; set; }

    /// <summary>The called tool's name, or the media's type; empty for other blocks.</summary>
    public ReadOnlyMemory<byte> Name { get; init; }

    /// <summary>The thoughts' or the call's signature; empty when there is none.</summary>
    public ReadOnlyMemory<byte> Signature { get; set; }

    /// <summary>Whether nothing more is added.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Adds to the text.</summary>
    public void Append(ReadOnlySpan<byte> text) => _text.Write(text);

    /// <summary>Adds a source of the text.</summary>
    /// <param name="citation">The source.</param>
    /// <param name="start">How many characters of text the choice has before this block.</param>
    public void Cite(Citation citation, int start)
    {
        Start = start;
        (_citations ??= []).Add(citation);
    }

    /// <summary>Adds what is known of the text's tokens: a JSON array, or nothing.</summary>
    public void AppendLogprobs(ReadOnlySpan<byte> list)
    {
        if (list.IsEmpty) return;
        _logprobs ??= new ArrayBufferWriter<byte>();
        if (_logprobs.WrittenCount > 0) _logprobs.Write(","u8);
        _logprobs.Write(list[1..^1]);
    }
}
