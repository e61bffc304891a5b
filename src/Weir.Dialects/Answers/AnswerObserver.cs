using Weir.Dialects.Errors;

namespace Weir.Dialects.Answers;

/// <summary>Learns from a streamed answer by reading it as if it were to be translated.</summary>
/// <param name="reader">Reads the dialect that passes.</param>
/// <param name="next">Where the pieces go besides, or null.</param>
public sealed class AnswerObserver(IAnswerReader reader, IAnswerSink? next = null) : IAnswerObserver
{
    private readonly FactsSink _facts = new(next);

    /// <inheritdoc/>
    public bool IsWhole => reader.IsWhole;

    /// <inheritdoc/>
    public long Sequence => reader.Sequence;

    /// <inheritdoc/>
    public AnswerFacts Facts => _facts.Facts;

    /// <inheritdoc/>
    public byte[]? ErrorBody { get; private set; }

    /// <inheritdoc/>
    public ProviderError? Error => reader.Error;

    /// <inheritdoc/>
    public StreamEventKind Observe(ReadOnlySpan<byte> data)
    {
        var kind = reader.Read(default, data, _facts);
        if (kind == StreamEventKind.Error) ErrorBody = data.ToArray();
        return kind;
    }
}
