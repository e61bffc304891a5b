using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Errors;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Responses;

/// <summary>Reads a streamed response.</summary>
internal sealed class StreamReader : IAnswerReader
{
    private readonly Dictionary<int, ItemProgress> _items = [];
    private readonly ItemPieces _pieces = new();
    private bool _hasBegun;

    /// <inheritdoc/>
    public bool IsWhole { get; private set; }

    /// <inheritdoc/>
    public long Sequence { get; private set; }

    /// <inheritdoc/>
    public ProviderError? Error { get; private set; }

    /// <inheritdoc/>
    public StreamEventKind Read(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, IAnswerSink sink)
    {
        if (data.IsEmpty) return StreamEventKind.None;
        if (data.SequenceEqual("[DONE]"u8)) return StreamEventKind.Done;
        try
        {
            var read = new ResponseEvent(data);
            if (!read.IsObject || (read.Type.IsEmpty && read.Error.IsEmpty)) return StreamEventKind.Malformed;
            if (read.Type.IsEmpty || read.Type.SequenceEqual("error"u8)) return Fail(read.Error.IsEmpty ? data : read.Error);
            // After the end there is nothing to add to.
            if (IsWhole) return StreamEventKind.Other;
            // A response that fails at once has not begun: the client can still be told by a status.
            if (!read.Type.SequenceEqual("response.failed"u8)) Begin(read, sink);
            _pieces.HasContent = false;
            var ends = Delta(read, sink) || Item(read, sink) ? StreamEventKind.Other : End(read, sink);
            if (ends == StreamEventKind.Other) Sequence = 1 + (read.Sequence >= 0 ? read.Sequence : Sequence);
            return ends == StreamEventKind.Other && _pieces.HasContent ? StreamEventKind.Content : ends;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // The reader throws the latter when it has to compare or return an escaped half of a surrogate pair.
            return StreamEventKind.Malformed;
        }
    }

    private void Begin(in ResponseEvent read, IAnswerSink sink)
    {
        if (_hasBegun) return;
        if (read.Response.IsEmpty)
        {
            _hasBegun = true;
            sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Begin });
            return;
        }
        using var response = Parse(read.Response);
        _hasBegun = true;
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Begin, Name = ItemPieces.Member(response.RootElement, "model"u8), Id = ItemPieces.Member(response.RootElement, "id"u8) });
    }

    private bool Delta(in ResponseEvent read, IAnswerSink sink)
    {
        var type = read.Type;
        if (type.SequenceEqual("response.output_text.delta"u8)) _pieces.Text(Of(read.OutputIndex), read.PartIndex, read.Delta, read.Logprobs, sink);
        else if (type.SequenceEqual("response.function_call_arguments.delta"u8)) _pieces.Arguments(Of(read.OutputIndex), read.Delta, sink);
        else if (type.SequenceEqual("response.reasoning_summary_text.delta"u8)) _pieces.Thought(Of(read.OutputIndex), read.PartIndex, aloud: false, read.Delta, sink);
        else if (type.SequenceEqual("response.reasoning_text.delta"u8)) _pieces.Thought(Of(read.OutputIndex), read.PartIndex, aloud: true, read.Delta, sink);
        else if (type.SequenceEqual("response.refusal.delta"u8)) _pieces.Refusal(Of(read.OutputIndex), read.PartIndex, read.Delta, sink);
        else return false;
        return true;
    }

    private bool Item(in ResponseEvent read, IAnswerSink sink)
    {
        var type = read.Type;
        if (type.SequenceEqual("response.output_item.added"u8)) Add(read, sink);
        else if (type.SequenceEqual("response.output_text.annotation.added"u8)) Annotate(read, sink);
        else if (type.SequenceEqual("response.output_item.done"u8)) Finish(read, sink);
        else if (type.SequenceEqual("response.content_part.done"u8) || type.SequenceEqual("response.reasoning_summary_part.done"u8)) Part(read, sink);
        else if (!type.EndsWith(".done"u8)) return false;
        else if (Of(read.OutputIndex) is { } item && !item.HasSeen(type.SequenceEqual("response.function_call_arguments.done"u8) ? 0 : read.PartIndex)) Whole(read, item, sink);
        return true;
    }

    /// <summary>What a <c>done</c> event says counts only when no delta has said it.</summary>
    private void Whole(in ResponseEvent read, ItemProgress item, IAnswerSink sink)
    {
        var type = read.Type;
        if (type.SequenceEqual("response.output_text.done"u8)) _pieces.Text(item, read.PartIndex, read.Whole, read.Logprobs, sink);
        else if (type.SequenceEqual("response.function_call_arguments.done"u8)) _pieces.Arguments(item, read.Whole, sink);
        else if (type.SequenceEqual("response.reasoning_summary_text.done"u8)) _pieces.Thought(item, read.PartIndex, aloud: false, read.Whole, sink);
        else if (type.SequenceEqual("response.reasoning_text.done"u8)) _pieces.Thought(item, read.PartIndex, aloud: true, read.Whole, sink);
        else if (type.SequenceEqual("response.refusal.done"u8)) _pieces.Refusal(item, read.PartIndex, read.Whole, sink);
    }

    private void Add(in ResponseEvent read, IAnswerSink sink)
    {
        if (read.Item.IsEmpty) return;
        using var item = Parse(read.Item);
        // Some servers number every item 0: one that begins takes the place of one that began before it.
        if (_items.TryGetValue(read.OutputIndex, out var before)) _pieces.EndCall(before, sink);
        var progress = _items[read.OutputIndex] = new ItemProgress();
        var type = ItemPieces.Member(item.RootElement, "type"u8);
        if (type.SequenceEqual("reasoning"u8)) progress.Id = ItemPieces.Member(item.RootElement, "id"u8).ToArray();
        else if (type.SequenceEqual("function_call"u8)) _pieces.Call(progress, item.RootElement, sink);
    }

    private void Finish(in ResponseEvent read, IAnswerSink sink)
    {
        if (read.Item.IsEmpty) return;
        using var item = Parse(read.Item);
        _pieces.Finish(Of(read.OutputIndex), item.RootElement, sink);
    }

    private void Part(in ResponseEvent read, IAnswerSink sink)
    {
        var item = Of(read.OutputIndex);
        if (read.Part.IsEmpty || item.HasSeen(read.PartIndex)) return;
        using var part = Parse(read.Part);
        _pieces.Part(item, read.PartIndex, part.RootElement, sink);
    }

    private void Annotate(in ResponseEvent read, IAnswerSink sink)
    {
        if (read.Annotation.IsEmpty) return;
        using var annotation = Parse(read.Annotation);
        _pieces.Annotation(Of(read.OutputIndex), read.PartIndex, annotation.RootElement, sink);
    }

    private StreamEventKind End(in ResponseEvent read, IAnswerSink sink)
    {
        var type = read.Type;
        var isFailure = type.SequenceEqual("response.failed"u8);
        if (!isFailure && !type.SequenceEqual("response.completed"u8) && !type.SequenceEqual("response.incomplete"u8)) return StreamEventKind.Other;
        if (read.Response.IsEmpty) return StreamEventKind.Malformed;
        using var document = Parse(read.Response);
        var response = document.RootElement;
        if (isFailure)
        {
            ResponseEnd.TakeUsage(response, sink);
            Error = ResponseErrors.Read(response.TryGetProperty("error"u8, out var error) ? error : default);
            return StreamEventKind.Error;
        }
        // Items that never were announced come now; where any was, numbers that do not agree must not repeat it.
        if (_items.Count == 0) ResponseBody.TakeOutput(response, _pieces, sink);
        foreach (var item in _items.Values) _pieces.EndCall(item, sink);
        ResponseEnd.Take(response, _pieces.HasCalls, sink);
        IsWhole = true;
        return StreamEventKind.Done;
    }

    private StreamEventKind Fail(ReadOnlySpan<byte> error)
    {
        using var document = Parse(error);
        Error = ResponseErrors.Read(document.RootElement);
        return StreamEventKind.Error;
    }

    private ItemProgress Of(int index)
    {
        if (!_items.TryGetValue(index, out var item)) _items.Add(index, item = new ItemProgress());
        return item;
    }

    private static JsonDocument Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, EventJson.Options);
        return JsonDocument.ParseValue(ref reader);
    }
}
