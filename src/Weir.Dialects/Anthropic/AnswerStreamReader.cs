using System.Buffers;
using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Errors;
using Weir.Dialects.Json;

namespace Weir.Dialects.Anthropic;

/// <summary>Reads a streamed answer. There is one choice, and its blocks follow each other; several that are open at once are understood too.</summary>
internal sealed class AnswerStreamReader : IAnswerReader
{
    private readonly List<OpenBlock> _open = [];
    private readonly CitedText _cited = new();
    private UsageCounts _usage;
    private bool _begun;
    private bool _stopped;
    private int _calls;

    public bool IsWhole => _stopped;

    public ProviderError? Error { get; private set; }

    public StreamEventKind Read(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, IAnswerSink sink)
    {
        if (data.IsEmpty) return StreamEventKind.None;
        try
        {
            return StreamEvent.TryRead(data, out var read) ? Read(read, data, sink) : StreamEventKind.Malformed;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // The reader throws the latter when it has to compare an escaped half of a surrogate pair.
            return StreamEventKind.Malformed;
        }
    }

    private StreamEventKind Read(StreamEvent read, ReadOnlySpan<byte> data, IAnswerSink sink)
    {
        switch (read.Type)
        {
            case StreamEventType.BlockDelta: return read.Body.IsEmpty ? StreamEventKind.Malformed : Delta(read, data, sink);
            case StreamEventType.BlockStart: return read.Body.IsEmpty || read.Index < 0 ? StreamEventKind.Malformed : Start(read, data, sink);
            case StreamEventType.BlockStop: return Close(read.Index, sink);
            case StreamEventType.MessageStart: return read.Body.IsEmpty ? StreamEventKind.Malformed : Begin(read, data, sink);
            case StreamEventType.MessageDelta: return MessageDelta(read, data, sink);
            case StreamEventType.MessageStop: return End(sink);
            case StreamEventType.Error: return Fail(data);
            case StreamEventType.Ping: return StreamEventKind.None;
            default: return StreamEventKind.Other;
        }
    }

    private StreamEventKind Begin(StreamEvent read, ReadOnlySpan<byte> data, IAnswerSink sink)
    {
        var message = BodyOf(read, data);
        if (_begun) return StreamEventKind.Other;
        _begun = true;
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Begin, Id = message.Id, Name = message.Name });
        if (_usage.IsKnown) sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Usage, Usage = _usage.Normalised });
        return StreamEventKind.Other;
    }

    private StreamEventKind Start(StreamEvent read, ReadOnlySpan<byte> data, IAnswerSink sink)
    {
        var block = BodyOf(read, data);
        if (_stopped) return StreamEventKind.Malformed;
        EnsureBegun(sink);
        if (block.Type.SequenceEqual("text"u8)) return Text(block.Text, sink);
        if (block.Type.SequenceEqual("redacted_thinking"u8)) return Content(AnswerPieceKind.RedactedReasoning, block.Text, sink);
        if (block.Type.SequenceEqual("thinking"u8))
        {
            var kind = Content(AnswerPieceKind.Reasoning, block.Text, sink);
            return Content(AnswerPieceKind.Signature, block.Signature, sink) == StreamEventKind.Content ? StreamEventKind.Content : kind;
        }
        if (!block.Type.SequenceEqual("tool_use"u8))
        {
            // What a tool at Anthropic was given arrives as arguments too, and is not the client's business.
            _open.Add(new OpenBlock(read.Index, -1));
            OtherBlocks.Send(block.Type, sink);
            return StreamEventKind.Other;
        }
        var call = new OpenBlock(read.Index, _calls++) { Input = block.Input.ToArray() };
        _open.Add(call);
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.ToolCall, Call = call.Call, Id = block.Id, Name = block.Name });
        return StreamEventKind.Content;
    }

    private StreamEventKind Delta(StreamEvent read, ReadOnlySpan<byte> data, IAnswerSink sink)
    {
        var delta = BodyOf(read, data);
        if (_stopped) return StreamEventKind.Malformed;
        var block = Find(read.Index);
        if (block is { Call: < 0 }) return StreamEventKind.Other;
        EnsureBegun(sink);
        if (delta.Type.SequenceEqual("text_delta"u8)) return Text(delta.Text, sink);
        if (delta.Type.SequenceEqual("thinking_delta"u8)) return Content(AnswerPieceKind.Reasoning, delta.Text, sink);
        if (delta.Type.SequenceEqual("signature_delta"u8)) return Content(AnswerPieceKind.Signature, delta.Signature, sink);
        if (!delta.Type.SequenceEqual("input_json_delta"u8)) return OtherBlocks.SendDelta(delta, _cited, sink);
        if (block is null) return StreamEventKind.Malformed;
        // The first fragment is empty, and whether any other follows decides where the arguments are.
        if (!delta.Text.IsEmpty) block.HasArguments = true;
        return Content(AnswerPieceKind.Arguments, delta.Text, sink, block.Call);
    }

    private StreamEventKind Text(ReadOnlySpan<byte> text, IAnswerSink sink)
    {
        _cited.Say(text);
        return Content(AnswerPieceKind.Text, text, sink);
    }

    private StreamEventKind Close(int index, IAnswerSink sink)
    {
        if (Find(index) is not { } block)
        {
            _cited.End(sink);
            return StreamEventKind.Other;
        }
        _open.Remove(block);
        return block.Call < 0 ? StreamEventKind.Other : Close(block, sink);
    }

    private static StreamEventKind Close(OpenBlock block, IAnswerSink sink)
    {
        var kind = StreamEventKind.Other;
        if (!block.HasArguments)
        {
            var input = new ArrayBufferWriter<byte>();
            input.WriteEscaped(block.Input.IsEmpty ? "{}"u8 : block.Input.Span);
            kind = Content(AnswerPieceKind.Arguments, input.WrittenSpan, sink, block.Call);
        }
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.EndToolCall, Call = block.Call });
        return kind;
    }

    private StreamEventKind MessageDelta(StreamEvent read, ReadOnlySpan<byte> data, IAnswerSink sink)
    {
        EnsureBegun(sink);
        var delta = BodyOf(read, data);
        if (!delta.StopReason.IsEmpty)
        {
            var reason = StopWords.Read(delta.StopReason, out var word);
            Stop(sink, reason, word, delta.StopSequence);
        }
        if (TryTakeUsage(read, data)) sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Usage, Usage = _usage.Normalised, IsFinal = true });
        return StreamEventKind.Other;
    }

    private StreamEventKind End(IAnswerSink sink)
    {
        EnsureBegun(sink);
        Stop(sink, StopReason.EndTurn, null, default);
        return StreamEventKind.Done;
    }

    private void Stop(IAnswerSink sink, StopReason reason, string? word, ReadOnlySpan<byte> sequence)
    {
        if (_stopped) return;
        foreach (var block in _open)
            if (block.Call >= 0) Close(block, sink);
        _open.Clear();
        _cited.End(sink);
        _stopped = true;
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Stop, Reason = StopWords.WithCalls(reason, _calls > 0), Word = word, Text = sequence });
    }

    private StreamBody BodyOf(StreamEvent read, ReadOnlySpan<byte> data) => StreamBody.Read(data.Slice(read.Body.Start, read.Body.Length), ref _usage);

    private bool TryTakeUsage(StreamEvent read, ReadOnlySpan<byte> data)
    {
        if (read.Usage.IsEmpty) return false;
        var reader = new Utf8JsonReader(data.Slice(read.Usage.Start, read.Usage.Length), EventJson.Options);
        return reader.Read() && _usage.TryTake(ref reader);
    }

    private StreamEventKind Fail(ReadOnlySpan<byte> data)
    {
        if (!ErrorReader.TryRead(0, data, out var error)) return StreamEventKind.Malformed;
        Error = error;
        return StreamEventKind.Error;
    }

    private void EnsureBegun(IAnswerSink sink)
    {
        if (_begun) return;
        _begun = true;
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Begin });
    }

    private OpenBlock? Find(int index)
    {
        foreach (var block in _open)
            if (block.Index == index) return block;
        return null;
    }

    private static StreamEventKind Content(AnswerPieceKind kind, ReadOnlySpan<byte> text, IAnswerSink sink, int call = 0)
    {
        if (text.IsEmpty) return StreamEventKind.Other;
        sink.Take(new AnswerPiece { Kind = kind, Text = text, Call = call });
        return StreamEventKind.Content;
    }
}
