using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Errors;
using Weir.Dialects.Json;
using Weir.Dialects.Usage;

namespace Weir.Dialects.Bedrock;

/// <summary>Reads the events of ConverseStream. Their names are all that tells them apart.</summary>
internal sealed class AnswerReader : IAnswerReader
{
    /// <summary>Which call a block is, and whether any of its arguments came.</summary>
    private readonly Dictionary<int, (int Call, bool HasArguments)> _open = [];
    private readonly HashSet<int> _others = [];
    private readonly CitedText _cited = new();
    private byte[] _imageFormat = [];
    private int _calls;
    private bool _hasBegun;

    public bool IsWhole { get; private set; }

    public ProviderError? Error { get; private set; }

    public StreamEventKind Read(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, IAnswerSink sink)
    {
        if (name.StartsWith("exception:"u8))
        {
            Error = ErrorBody.Read(name["exception:"u8.Length..], data);
            return StreamEventKind.Error;
        }
        if (data.IsEmpty) return StreamEventKind.None;
        try
        {
            if (!BlockScan.TryRead(data, out var scan)) return StreamEventKind.Malformed;
            Begin(sink);
            if (name.SequenceEqual("contentBlockDelta"u8)) return IsWhole ? StreamEventKind.Malformed : ReadDelta(scan, sink);
            if (name.SequenceEqual("contentBlockStart"u8)) return IsWhole ? StreamEventKind.Malformed : ReadStart(scan, sink);
            if (name.SequenceEqual("contentBlockStop"u8)) EndCall(scan.Index, sink);
            if (name.SequenceEqual("messageStop"u8)) Stop(data, sink);
            return name.SequenceEqual("metadata"u8) ? ReadMetadata(data, sink) : StreamEventKind.Other;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // The latter comes from names and words with an escaped half of a surrogate pair.
            return StreamEventKind.Malformed;
        }
    }

    /// <summary>Bedrock names neither the model nor the answer.</summary>
    private void Begin(IAnswerSink sink)
    {
        if (!_hasBegun) sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Begin });
        _hasBegun = true;
    }

    private StreamEventKind ReadStart(in BlockScan scan, IAnswerSink sink)
    {
        var use = BlockScan.Member(scan.Content, "toolUse"u8, JsonTokenType.StartObject);
        if (use.IsEmpty || OtherBlocks.IsServerTool(BlockScan.Member(use, "type"u8, JsonTokenType.String))) return ReadOtherStart(scan, sink);
        var id = BlockScan.Member(use, "toolUseId"u8, JsonTokenType.String);
        var name = BlockScan.Member(use, "name"u8, JsonTokenType.String);
        if (id.IsEmpty || name.IsEmpty || !_open.TryAdd(scan.Index, (_calls, false))) return StreamEventKind.Malformed;
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.ToolCall, Call = _calls++, Id = id, Name = name });
        return StreamEventKind.Content;
    }

    private StreamEventKind ReadDelta(in BlockScan scan, IAnswerSink sink)
    {
        var text = BlockScan.Member(scan.Content, "text"u8, JsonTokenType.String);
        if (!text.IsEmpty)
        {
            _cited.Say(text);
            return Said(AnswerPieceKind.Text, text, sink);
        }
        var use = BlockScan.Member(scan.Content, "toolUse"u8, JsonTokenType.StartObject);
        if (!use.IsEmpty) return ReadInput(scan.Index, BlockScan.Member(use, "input"u8, JsonTokenType.String), sink);
        var thought = BlockScan.Member(scan.Content, "reasoningContent"u8, JsonTokenType.StartObject);
        var said = Said(AnswerPieceKind.Reasoning, BlockScan.Member(thought, "text"u8, JsonTokenType.String), sink);
        if (said == StreamEventKind.Other) said = Said(AnswerPieceKind.Signature, BlockScan.Member(thought, "signature"u8, JsonTokenType.String), sink);
        if (said == StreamEventKind.Other) said = Said(AnswerPieceKind.RedactedReasoning, BlockScan.Member(thought, "redactedContent"u8, JsonTokenType.String), sink);
        return said == StreamEventKind.Other && thought.IsEmpty ? ReadOther(scan, sink) : said;
    }

    private StreamEventKind ReadOtherStart(in BlockScan scan, IAnswerSink sink)
    {
        var image = BlockScan.Member(scan.Content, "image"u8, JsonTokenType.StartObject);
        _imageFormat = BlockScan.Member(image, "format"u8, JsonTokenType.String).ToArray();
        _others.Add(scan.Index);
        if (image.IsEmpty && BlockScan.FirstName(scan.Content) is { IsEmpty: false } name) OtherBlocks.Send(name, sink);
        return StreamEventKind.Other;
    }

    /// <summary>A delta that adds nothing to text, thoughts or a call.</summary>
    private StreamEventKind ReadOther(in BlockScan scan, IAnswerSink sink)
    {
        var citation = BlockScan.Member(scan.Content, "citation"u8, JsonTokenType.StartObject);
        var image = BlockScan.Member(scan.Content, "image"u8, JsonTokenType.StartObject);
        if (!citation.IsEmpty) OtherBlocks.Cite(citation, _cited, sink);
        else if (!image.IsEmpty) OtherBlocks.SendImage(image, _imageFormat, sink);
        // A block whose beginning was told of is told of once.
        else if (!_others.Contains(scan.Index) && BlockScan.FirstName(scan.Content) is { IsEmpty: false } name && !name.SequenceEqual("text"u8)) OtherBlocks.Send(name, sink);
        return image.IsEmpty ? StreamEventKind.Other : StreamEventKind.Content;
    }

    private static StreamEventKind Said(AnswerPieceKind kind, ReadOnlySpan<byte> text, IAnswerSink sink)
    {
        if (text.IsEmpty) return StreamEventKind.Other;
        sink.Take(new AnswerPiece { Kind = kind, Text = text });
        return StreamEventKind.Content;
    }

    private StreamEventKind ReadInput(int block, ReadOnlySpan<byte> input, IAnswerSink sink)
    {
        // What a tool at Bedrock is given is not the client's business.
        if (_others.Contains(block)) return StreamEventKind.Other;
        if (!_open.TryGetValue(block, out var open)) return StreamEventKind.Malformed;
        if (input.IsEmpty) return StreamEventKind.Other;
        _open[block] = (open.Call, true);
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Arguments, Call = open.Call, Text = input });
        return StreamEventKind.Content;
    }

    /// <summary>A call without arguments has none here, and an empty object elsewhere.</summary>
    private void EndCall(int block, IAnswerSink sink)
    {
        _cited.End(sink);
        if (!_open.Remove(block, out var open)) return;
        if (!open.HasArguments) sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Arguments, Call = open.Call, Text = "{}"u8 });
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.EndToolCall, Call = open.Call });
    }

    private void Stop(ReadOnlySpan<byte> data, IAnswerSink sink)
    {
        if (IsWhole) return;
        foreach (var block in _open.Keys.Order().ToArray()) EndCall(block, sink);
        _cited.End(sink);
        var inside = BlockScan.Member(data, "stopReason"u8, JsonTokenType.String);
        sink.Take(StopReasons.Piece(RawJson.Say(inside) is { Length: > 0 } word ? word : null, _calls > 0));
        IsWhole = true;
    }

    private StreamEventKind ReadMetadata(ReadOnlySpan<byte> data, IAnswerSink sink)
    {
        if (UsageReader.TryRead(BlockScan.Member(data, "usage"u8, JsonTokenType.StartObject), out var usage))
        {
            var tier = ServiceTiers.Read(BlockScan.Member(data, "serviceTier"u8, JsonTokenType.StartObject));
            sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Usage, Usage = usage.Under(tier), IsFinal = true });
        }
        return IsWhole ? StreamEventKind.Done : StreamEventKind.Other;
    }
}
