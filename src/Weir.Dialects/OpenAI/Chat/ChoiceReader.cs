using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>Reads what chunks bring of one choice, and hands it on in one order: thoughts, text, calls, the end.</summary>
internal sealed class ChoiceReader(int index)
{
    private readonly CallReader _calls = new(index);
    private LogprobsReader? _contentOdds;
    private LogprobsReader? _refusalOdds;

    /// <summary>Whether the server has said why the choice ended.</summary>
    public bool IsStopped { get; private set; }

    public StreamEventKind Read(scoped ref ChoiceFacts facts, ReadOnlySpan<byte> data, IAnswerSink sink)
    {
        var kind = facts.Delta.TokenType == JsonTokenType.StartObject ? ReadDelta(facts.Delta, facts.Logprobs, data, sink) : StreamEventKind.Other;
        if (kind == StreamEventKind.Malformed || !facts.IsStop || IsStopped) return kind;
        return Stop(facts.Reason, facts.Word, facts.StopSequence, sink) ? kind : StreamEventKind.Malformed;
    }

    /// <returns>False when a call never got a name, and so is none.</returns>
    public bool Stop(StopReason reason, string? word, ReadOnlySpan<byte> stopSequence, IAnswerSink sink)
    {
        IsStopped = true;
        if (!_calls.End(sink, out var any)) return false;
        // Some servers say that a turn with calls ended like any other.
        if (any && reason == StopReason.EndTurn) reason = StopReason.ToolCalls;
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Stop, Choice = index, Reason = reason, Word = word, Text = stopSequence });
        return true;
    }

    private StreamEventKind ReadDelta(Utf8JsonReader delta, Utf8JsonReader logprobs, ReadOnlySpan<byte> data, IAnswerSink sink)
    {
        ReadOnlySpan<byte> thought = default, otherThought = default, refusal = default;
        Utf8JsonReader content = default, details = default, calls = default, function = default, annotations = default, images = default;
        var speaks = false;
        while (delta.Read() && delta.TokenType == JsonTokenType.PropertyName)
        {
            if (delta.ValueTextEquals("content"u8)) content = delta.Value();
            else if (delta.ValueTextEquals("tool_calls"u8)) calls = delta.Value();
            else if (delta.ValueTextEquals("reasoning_content"u8)) thought = delta.Inside();
            else if (delta.ValueTextEquals("reasoning"u8)) otherThought = delta.Inside();
            else if (delta.ValueTextEquals("reasoning_details"u8)) details = delta.Value();
            else if (delta.ValueTextEquals("refusal"u8)) refusal = delta.Inside();
            else if (delta.ValueTextEquals("function_call"u8)) function = delta.Value();
            else if (delta.ValueTextEquals("annotations"u8)) annotations = delta.Value();
            else if (delta.ValueTextEquals("images"u8)) images = delta.Value();
            else if (delta.ValueTextEquals("audio"u8)) speaks = delta.Value().TokenType == JsonTokenType.StartObject;
            else delta.SkipValue();
        }
        var thoughts = new ThoughtPieces(index, sink);
        var any = thoughts.Send(thought.IsEmpty ? otherThought : thought, details);
        var odds = default(ChoiceLogprobs);
        if (logprobs.TokenType == JsonTokenType.StartObject) odds = ReadLogprobs(logprobs, data);
        any |= ContentPieces.Send(content, odds.Content, index, sink);
        any |= ContentPieces.Send(AnswerPieceKind.Refusal, refusal, index, sink, odds.Refusal);
        any |= MediaPieces.Send(images, index, sink);
        if (speaks) any |= MediaPieces.SendAudio(index, sink);
        if (!IsStopped) CitationPieces.Send(annotations, index, sink);
        if (!_calls.Read(calls, function, data, sink, ref any)) return StreamEventKind.Malformed;
        // What comes after the end belongs to no answer that any other dialect could write.
        if (any && IsStopped) return StreamEventKind.Malformed;
        return any ? StreamEventKind.Content : StreamEventKind.Other;
    }

    private ChoiceLogprobs ReadLogprobs(Utf8JsonReader logprobs, ReadOnlySpan<byte> data)
    {
        var odds = default(ChoiceLogprobs);
        while (logprobs.Read() && logprobs.TokenType == JsonTokenType.PropertyName)
        {
            if (logprobs.ValueTextEquals("content"u8)) odds.Content = (_contentOdds ??= new LogprobsReader()).Read(logprobs.Value(), data);
            else if (logprobs.ValueTextEquals("refusal"u8)) odds.Refusal = (_refusalOdds ??= new LogprobsReader()).Read(logprobs.Value(), data);
            else logprobs.SkipValue();
        }
        return odds;
    }
}
