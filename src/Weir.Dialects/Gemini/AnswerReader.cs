using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Errors;
using Weir.Dialects.Json;

namespace Weir.Dialects.Gemini;

/// <summary>Reads an answer: a stream of <c>GenerateContentResponse</c> objects, or a single one.</summary>
internal sealed class AnswerReader(int choices) : IAnswerReader
{
    /// <summary>Most alternative answers; Gemini gives eight at most.</summary>
    private const int MostCandidates = 128;

    private readonly List<CandidateReader> _candidates = [];
    private bool _hasBegun;
    private bool _isBlocked;

    public bool IsWhole => _isBlocked || (_candidates.Count >= choices && _candidates.TrueForAll(candidate => candidate.HasStopped));

    public ProviderError? Error { get; private set; }

    public StreamEventKind Read(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, IAnswerSink sink)
    {
        if (data.IsEmpty) return StreamEventKind.None;
        try
        {
            if (!ResponseScan.TryRead(data, out var scan)) return StreamEventKind.Malformed;
            if (!scan.IsError) return Read(scan, isWhole: false, sink);
            Error = ErrorBody.Read(500, data);
            return StreamEventKind.Error;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // The latter comes from names and words with an escaped half of a surrogate pair.
            return StreamEventKind.Malformed;
        }
    }

    /// <summary>Takes a whole answer to its end.</summary>
    /// <returns>False when it is none.</returns>
    public bool TryReadWhole(ReadOnlySpan<byte> answer, IAnswerSink sink)
    {
        try
        {
            if (!ResponseScan.TryRead(answer, out var scan) || scan.IsError || !scan.IsAnswer) return false;
            if (Read(scan, isWhole: true, sink) == StreamEventKind.Malformed) return false;
            // A whole answer is over, whether or not it says why.
            Candidate(0);
            foreach (var candidate in _candidates) candidate.Stop(StopReason.Other, null, sink);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return false;
        }
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.End });
        return true;
    }

    private StreamEventKind Read(in ResponseScan scan, bool isWhole, IAnswerSink sink)
    {
        if (!_hasBegun) sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Begin, Name = scan.Model, Id = scan.Id });
        _hasBegun = true;
        var kind = scan.Candidates.IsEmpty ? StreamEventKind.Other : ReadCandidates(scan.Candidates, sink);
        if (!scan.Feedback.IsEmpty) ReadFeedback(scan.Feedback, sink);
        if (!UsageReader.TryRead(scan.Usage, out var usage)) return kind;
        // Every event counts the tokens so far, and the last one holds. The first ones may count the prompt alone, which is not all that a broken answer cost.
        var isFinal = isWhole || usage.Output > 0 || !scan.Feedback.IsEmpty || _candidates.Exists(static candidate => candidate.HasStopped);
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Usage, Usage = usage, IsFinal = isFinal });
        return kind;
    }

    private StreamEventKind ReadCandidates(ReadOnlySpan<byte> candidates, IAnswerSink sink)
    {
        var kind = StreamEventKind.Other;
        var reader = new Utf8JsonReader(candidates, EventJson.Options);
        reader.Read();
        for (var position = 0; reader.Read() && reader.TokenType == JsonTokenType.StartObject; position++)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            var scan = CandidateScan.Read(candidates[start..(int)reader.BytesConsumed], position);
            if (scan.Index is < 0 or >= MostCandidates) return StreamEventKind.Malformed;
            var read = Candidate(scan.Index).Read(scan, sink);
            if (read == StreamEventKind.Malformed) return read;
            if (read == StreamEventKind.Content) kind = read;
        }
        return reader.TokenType == JsonTokenType.EndArray ? kind : StreamEventKind.Malformed;
    }

    private CandidateReader Candidate(int index)
    {
        while (_candidates.Count <= index) _candidates.Add(new CandidateReader(_candidates.Count));
        return _candidates[index];
    }

    /// <summary>A prompt that is blocked has no candidates, and nothing will follow.</summary>
    private void ReadFeedback(ReadOnlySpan<byte> feedback, IAnswerSink sink)
    {
        var reader = new Utf8JsonReader(feedback, EventJson.Options);
        reader.Read();
        string? word = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isReason = reader.ValueTextEquals("blockReason"u8);
            reader.Read();
            if (isReason) word = FinishReasons.Read(ref reader);
            reader.Skip();
        }
        if (word is null or "BLOCK_REASON_UNSPECIFIED") return;
        _isBlocked = true;
        Candidate(Math.Clamp(choices, 1, MostCandidates) - 1);
        foreach (var candidate in _candidates) candidate.Stop(StopReason.ContentFilter, word, sink);
    }
}
