using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Responses;

/// <summary>Hands on what output items bring, bit by bit or whole: what came in bits is not repeated.</summary>
internal sealed class ItemPieces
{
    private int _calls;
    private bool _isThinking;
    private byte[] _nextCallSignature = [];
    private readonly CitationPieces _citations = new();
    private LogprobsReader? _logprobs;

    /// <summary>Whether any tool was called.</summary>
    public bool HasCalls => _calls > 0;

    /// <summary>Whether anything for people or tools to read was handed on since this was last set to false.</summary>
    public bool HasContent { get; set; }

    /// <param name="item">The item.</param>
    /// <param name="part">Which part of it.</param>
    /// <param name="text">The text.</param>
    /// <param name="logprobs">How likely its tokens were: a JSON array, or nothing.</param>
    /// <param name="sink">Where it goes.</param>
    public void Text(ItemProgress item, int part, ReadOnlySpan<byte> text, ReadOnlySpan<byte> logprobs, IAnswerSink sink) =>
        Say(AnswerPieceKind.Text, item, part, text, sink, logprobs.Length <= 2 ? default : (_logprobs ??= new LogprobsReader()).Read(logprobs));

    public void Refusal(ItemProgress item, int part, ReadOnlySpan<byte> text, IAnswerSink sink) => Say(AnswerPieceKind.Refusal, item, part, text, sink);

    private void Say(AnswerPieceKind kind, ItemProgress item, int part, ReadOnlySpan<byte> text, IAnswerSink sink, ReadOnlySpan<byte> logprobs = default)
    {
        if (text.IsEmpty && logprobs.IsEmpty) return;
        if (item.See(part)) _citations.BeginPart();
        if (kind == AnswerPieceKind.Text) _citations.Say(text);
        _isThinking = false;
        HasContent = true;
        sink.Take(new AnswerPiece { Kind = kind, Text = text, Logprobs = logprobs });
    }

    /// <summary>Hands on a note on a text.</summary>
    public void Annotation(ItemProgress item, int part, JsonElement annotation, IAnswerSink sink) => _citations.Send(item, part, annotation, sink);

    /// <summary>Hands on thoughts; those of different parts, and of items that nothing signed, are kept apart by a blank line.</summary>
    public void Thought(ItemProgress item, int part, bool aloud, ReadOnlySpan<byte> text, IAnswerSink sink)
    {
        if (text.IsEmpty || (item.ThinksAloud ??= aloud) != aloud) return;
        if (item.See(part) && _isThinking) sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Reasoning, Id = item.Id, Text = JsonString.BlankLine });
        _isThinking = HasContent = true;
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Reasoning, Id = item.Id, Text = text });
    }

    /// <summary>Begins a call, once it is known what is called.</summary>
    public void Call(ItemProgress item, JsonElement call, IAnswerSink sink)
    {
        if (item.Call >= 0) return;
        item.Call = _calls++;
        _isThinking = false;
        HasContent = true;
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.ToolCall, Call = item.Call, Id = Member(call, "call_id"u8), Name = Member(call, "name"u8), Text = _nextCallSignature });
        _nextCallSignature = [];
    }

    /// <summary>Hands on arguments of a call that has begun; others wait for the item's end, which repeats them.</summary>
    public void Arguments(ItemProgress item, ReadOnlySpan<byte> text, IAnswerSink sink)
    {
        if (item.Call < 0 || item.IsDone || text.IsEmpty) return;
        item.See(0);
        HasContent = true;
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Arguments, Call = item.Call, Text = text });
    }

    /// <summary>Hands on what of an item has not come yet, and ends it.</summary>
    public void Finish(ItemProgress item, JsonElement whole, IAnswerSink sink)
    {
        if (item.IsDone) return;
        var type = Member(whole, "type"u8);
        if (type.SequenceEqual("message"u8)) FinishMessage(item, whole, sink);
        else if (type.SequenceEqual("reasoning"u8)) FinishThoughts(item, whole, sink);
        else if (type.SequenceEqual("function_call"u8))
        {
            Call(item, whole, sink);
            if (!item.IsBegun) Arguments(item, Member(whole, "arguments"u8), sink);
            EndCall(item, sink);
        }
        else OtherItems.Send(type, whole, sink);
        item.IsDone = true;
    }

    /// <summary>Ends a call that has begun and not ended.</summary>
    public void EndCall(ItemProgress item, IAnswerSink sink)
    {
        if (item.Call < 0 || item.IsDone) return;
        item.IsDone = true;
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.EndToolCall, Call = item.Call });
    }

    /// <summary>Hands on a part of a message that comes whole.</summary>
    public void Part(ItemProgress item, int index, JsonElement part, IAnswerSink sink)
    {
        if (item.HasSeen(index)) return;
        var type = Member(part, "type"u8);
        if (type.SequenceEqual("output_text"u8)) Text(item, index, Member(part, "text"u8), part.TryGetProperty("logprobs"u8, out var odds) ? RawJson.Of(odds) : default, sink);
        else if (type.SequenceEqual("refusal"u8)) Refusal(item, index, Member(part, "refusal"u8), sink);
        else if (type.SequenceEqual("summary_text"u8)) Thought(item, index, aloud: false, Member(part, "text"u8), sink);
        else if (type.SequenceEqual("reasoning_text"u8)) Thought(item, index, aloud: true, Member(part, "text"u8), sink);
        else if (!type.IsEmpty && item.See(index)) sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Unknown, Name = type });
    }

    private void FinishMessage(ItemProgress item, JsonElement whole, IAnswerSink sink) => Parts(item, whole, "content"u8, sink);

    private void FinishThoughts(ItemProgress item, JsonElement whole, IAnswerSink sink)
    {
        if (item.Id.Length == 0) item.Id = Member(whole, "id"u8).ToArray();
        if (item.ThinksAloud != true) Parts(item, whole, "summary"u8, sink);
        if (item.ThinksAloud != false) Parts(item, whole, "content"u8, sink);
        var proof = Member(whole, "encrypted_content"u8);
        if (proof.IsEmpty) return;
        // Another Weir upstream may have answered, and carried what is no signature of these thoughts.
        if (proof.StartsWith(CarriedSignature.Redacted))
        {
            _isThinking = false;
            sink.Take(new AnswerPiece { Kind = AnswerPieceKind.RedactedReasoning, Text = proof[CarriedSignature.Redacted.Length..] });
            return;
        }
        if (proof.StartsWith(CarriedSignature.NextCall))
        {
            _nextCallSignature = proof[CarriedSignature.NextCall.Length..].ToArray();
            return;
        }
        if (!item.IsBegun) sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Reasoning, Id = item.Id });
        _isThinking = false;
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Signature, Id = item.Id, Text = proof });
    }

    private void Parts(ItemProgress item, JsonElement whole, ReadOnlySpan<byte> name, IAnswerSink sink)
    {
        if (!whole.TryGetProperty(name, out var parts) || parts.ValueKind != JsonValueKind.Array) return;
        var index = 0;
        foreach (var part in parts.EnumerateArray())
        {
            if (part.ValueKind == JsonValueKind.Object)
            {
                Part(item, index, part, sink);
                _citations.SendRest(item, index, part, sink);
            }
            index++;
        }
    }

    internal static ReadOnlySpan<byte> Member(JsonElement owner, ReadOnlySpan<byte> name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var member) ? RawJson.Inside(member) : default;
}
