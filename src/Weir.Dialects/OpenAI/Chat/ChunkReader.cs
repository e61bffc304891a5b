using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Errors;
using Weir.Dialects.Json;
using Weir.Dialects.Usage;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>
/// Reads the chunks of a streamed chat completion, and a whole one, which is a chunk that brings everything. A chunk is first
/// walked through to its end, so that of one that breaks off nothing is handed on, and so that the order of its members is free.
/// </summary>
/// <param name="choices">How many choices were asked for.</param>
internal sealed class ChunkReader(int choices) : IAnswerReader
{
    /// <summary>OpenAI allows no more; a server that counts higher is not believed.</summary>
    private const int MostChoices = 128;

    private readonly ChoiceReader?[] _choices = new ChoiceReader?[MostChoices];
    private int _begun;
    private int _stopped;
    private bool _saidBegin;
    private bool _saidSources;

    /// <inheritdoc/>
    public bool IsWhole => _begun == _stopped && _stopped >= Math.Clamp(choices, 1, MostChoices);

    /// <summary>Whether any choice has begun.</summary>
    public bool HasChoices => _begun > 0;

    /// <inheritdoc/>
    public ProviderError? Error { get; private set; }

    /// <inheritdoc/>
    public StreamEventKind Read(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, IAnswerSink sink)
    {
        if (data.IsEmpty) return StreamEventKind.None;
        if (data.SequenceEqual("[DONE]"u8)) return StreamEventKind.Done;
        try
        {
            var reader = new Utf8JsonReader(data, EventJson.Options);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return StreamEventKind.Malformed;
            return ReadChunk(ref reader, data, sink);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // The latter comes from an escaped half of a surrogate pair where text has to be compared.
            return StreamEventKind.Malformed;
        }
    }

    /// <summary>Stops the choices that a server forgot to stop in an answer that came in one piece.</summary>
    public void StopRest(IAnswerSink sink)
    {
        foreach (var choice in _choices)
            if (choice?.IsStopped == false && choice.Stop(StopReason.EndTurn, null, default, sink)) _stopped++;
    }

    private StreamEventKind ReadChunk(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, IAnswerSink sink)
    {
        ReadOnlySpan<byte> id = default, model = default;
        Utf8JsonReader list = default, results = default, citations = default;
        TokenUsage? usage = null;
        var tier = ServiceTier.Unstated;
        var (isError, hasUsage) = (false, false);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("choices"u8)) list = reader.Value();
            else if (reader.ValueTextEquals("usage"u8)) (hasUsage, usage) = ReadUsage(ref reader, usage);
            else if (reader.ValueTextEquals("service_tier"u8)) tier = ReadTier(ref reader);
            else if (reader.ValueTextEquals("id"u8)) id = reader.Inside();
            else if (reader.ValueTextEquals("model"u8)) model = reader.Inside();
            else if (reader.ValueTextEquals("search_results"u8)) results = reader.Value();
            else if (reader.ValueTextEquals("citations"u8)) citations = reader.Value();
            else if (reader.ValueTextEquals("error"u8)) isError |= reader.Value().TokenType != JsonTokenType.Null;
            else if (reader.ValueTextEquals("object"u8)) isError |= reader.Inside().SequenceEqual("error"u8);
            else reader.SkipValue();
        }
        if (reader.Read()) return StreamEventKind.Malformed;
        if (isError)
        {
            Error = ChatErrors.Read(data);
            return StreamEventKind.Error;
        }
        var hasChoices = list.TokenType == JsonTokenType.StartArray && list.Read() && list.TokenType != JsonTokenType.EndArray;
        if ((hasChoices || usage is not null) && !_saidBegin)
        {
            _saidBegin = true;
            sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Begin, Id = id, Name = model });
        }
        // Perplexity repeats them with every chunk, and names them twice.
        if (hasChoices && !_saidSources && _choices[0] is not { IsStopped: true }) _saidSources = CitationPieces.SendSources(results, sink) || CitationPieces.SendSources(citations, sink);
        var kind = hasChoices ? ReadChoices(list, data, sink) : StreamEventKind.Other;
        if (usage is { } counts) sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Usage, Usage = counts.Under(tier), IsFinal = IsWhole });
        return kind == StreamEventKind.Other && hasUsage && !hasChoices ? StreamEventKind.Usage : kind;
    }

    /// <param name="list">Stands on the first element.</param>
    /// <param name="data">The event's payload.</param>
    /// <param name="sink">Where pieces go.</param>
    private StreamEventKind ReadChoices(Utf8JsonReader list, ReadOnlySpan<byte> data, IAnswerSink sink)
    {
        var kind = StreamEventKind.Other;
        do
        {
            if (list.TokenType != JsonTokenType.StartObject) return StreamEventKind.Malformed;
            var facts = ChoiceFacts.Read(ref list);
            if (facts.Index is < 0 or >= MostChoices) return StreamEventKind.Malformed;
            if (_choices[facts.Index] is not { } choice)
            {
                choice = _choices[facts.Index] = new ChoiceReader(facts.Index);
                _begun++;
            }
            var wasStopped = choice.IsStopped;
            var read = choice.Read(ref facts, data, sink);
            if (!wasStopped && choice.IsStopped) _stopped++;
            if (read == StreamEventKind.Malformed) return read;
            if (read == StreamEventKind.Content) kind = read;
        }
        while (list.Read() && list.TokenType != JsonTokenType.EndArray);
        return kind;
    }

    private static ServiceTier ReadTier(ref Utf8JsonReader reader)
    {
        reader.Read();
        return ServiceTiers.Read(ref reader);
    }

    /// <summary>Some servers report a running count with every chunk; one that makes no sense is not believed.</summary>
    private static (bool, TokenUsage?) ReadUsage(ref Utf8JsonReader reader, TokenUsage? before)
    {
        reader.Read();
        var isObject = reader.TokenType == JsonTokenType.StartObject;
        return (isObject, UsageReader.TryRead(ref reader, out var usage) ? usage : before);
    }
}
