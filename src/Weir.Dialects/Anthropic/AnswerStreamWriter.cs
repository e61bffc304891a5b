using System.Buffers;
using System.Text;
using Weir.Dialects.Answers;
using Weir.Dialects.Json;
using Weir.Dialects.Usage;

namespace Weir.Dialects.Anthropic;

/// <summary>
/// Writes a streamed answer. Blocks follow each other, as Anthropic's own do: its SDKs take what an event brings for the newest block's. A
/// tool call's block is open until the call says that it is whole, and what else comes meanwhile waits; any other block ends where the next
/// begins. There is one choice here: others are passed over.
/// </summary>
internal sealed class AnswerStreamWriter(AnswerContext context) : AnswerWriter
{
    private bool _begun;
    private int _blocks;
    private AnswerPieceKind? _current; // Text, Refusal or Reasoning: the kind of the last block, if it is open and no call's
    private int _call = -1; // the call whose block is open
    private AnswerChoice? _waiting;
    private int _written; // how many of the blocks that wait no longer do
    private TokenUsage _usage;
    private StopReason _reason;
    private byte[] _stopSequence = [];
    private byte[] _heldSignature = []; // of thoughts that are hidden, while nothing has come behind it

    public override void Take(in AnswerPiece piece)
    {
        switch (piece.Kind)
        {
            case AnswerPieceKind.Begin: Begin(piece.Name); return;
            case AnswerPieceKind.Usage: _usage = piece.Usage; return;
            case AnswerPieceKind.End: End(); return;
        }
        if (piece.Choice != 0) return;
        if (_call >= 0 && piece.Kind != AnswerPieceKind.Stop && !(piece.Call == _call && piece.Kind is AnswerPieceKind.Arguments or AnswerPieceKind.EndToolCall))
        {
            (_waiting ??= new AnswerChoice()).Take(piece);
            return;
        }
        switch (piece.Kind)
        {
            case AnswerPieceKind.Text or AnswerPieceKind.Refusal or AnswerPieceKind.Reasoning: Say(piece.Kind, piece.Text); break;
            case AnswerPieceKind.Signature: Sign(piece.Text); break;
            case AnswerPieceKind.RedactedReasoning: Redacted(piece.Text); break;
            case AnswerPieceKind.ToolCall: Call(piece.Call, piece.Id, piece.Name, piece.Text); break;
            case AnswerPieceKind.Arguments when _call >= 0: Arguments(piece.Text); break;
            case AnswerPieceKind.EndToolCall when _call >= 0: EndCall(); break;
            case AnswerPieceKind.Stop: (_reason, _stopSequence) = (piece.Reason, piece.Text.ToArray()); break;
        }
    }

    private void Begin(ReadOnlySpan<byte> model)
    {
        if (_begun) return;
        _begun = true;
        Output.Write("event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_"u8);
        Output.WriteEscaped(Encoding.UTF8.GetBytes(context.CallId));
        Output.Write("\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\""u8);
        if (model.IsEmpty) Output.WriteEscaped(Encoding.UTF8.GetBytes(context.Model));
        else Output.Write(model);
        Output.Write("\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":"u8);
        UsageWriter.Write(Output, default);
        Output.Write("}"u8);
        Output.EndEvent();
    }

    private void Say(AnswerPieceKind kind, ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return;
        Ensure(kind);
        Output.WriteDelta(_blocks - 1, kind == AnswerPieceKind.Reasoning ? "{\"type\":\"thinking_delta\",\"thinking\":\""u8 : "{\"type\":\"text_delta\",\"text\":\""u8, text);
    }

    /// <summary>Makes sure that a block of text or thoughts is open.</summary>
    private void Ensure(AnswerPieceKind kind)
    {
        if (_current == kind) return;
        ReleaseSignature();
        CloseCurrent();
        _current = kind;
        Start();
        Output.Write(kind == AnswerPieceKind.Reasoning ? "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}"u8 : "{\"type\":\"text\",\"text\":\"\"}"u8);
        Output.EndEvent();
    }

    /// <summary>
    /// A signature ends the thoughts before it; one without thoughts proves hidden ones; an empty one proves nothing. One that
    /// comes last, as Gemini signs a text, is left out: an answer of Anthropic's never ends with thoughts, clients such as
    /// Claude Code take its last block for the answer, and Gemini does not demand it back.
    /// </summary>
    private void Sign(ReadOnlySpan<byte> signature)
    {
        if (!signature.IsEmpty && _current != AnswerPieceKind.Reasoning && _blocks > 0)
        {
            ReleaseSignature();
            CloseCurrent();
            _heldSignature = signature.ToArray();
            return;
        }
        if (!signature.IsEmpty) WriteSignature(signature);
        if (_current == AnswerPieceKind.Reasoning) CloseCurrent();
    }

    /// <summary>Something comes behind a signature that was held back.</summary>
    private void ReleaseSignature()
    {
        if (_heldSignature.Length == 0) return;
        var signature = _heldSignature;
        _heldSignature = [];
        WriteSignature(signature);
        CloseCurrent();
    }

    private void WriteSignature(ReadOnlySpan<byte> signature)
    {
        Ensure(AnswerPieceKind.Reasoning);
        Output.WriteDelta(_blocks - 1, "{\"type\":\"signature_delta\",\"signature\":\""u8, signature);
    }

    private void Redacted(ReadOnlySpan<byte> data)
    {
        ReleaseSignature();
        CloseCurrent();
        Start();
        Output.Write("{\"type\":\"redacted_thinking\",\"data\":\""u8);
        Output.Write(data);
        Output.Write("\"}"u8);
        Output.EndEvent();
        Output.WriteBlockStop(_blocks - 1);
    }

    private void Call(int call, ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, ReadOnlySpan<byte> signature)
    {
        ReleaseSignature();
        CloseCurrent();
        Start();
        _call = call;
        Output.Write("{\"type\":\"tool_use\",\"id\":\""u8);
        ToolUse.WriteId(Output, id, context.CallId, call);
        Output.Write("\",\"name\":\""u8);
        Output.Write(name);
        Output.Write("\",\"input\":{},\"caller\":{\"type\":\"direct\"}"u8);
        if (!signature.IsEmpty)
        {
            // Weir's own: clients that give a block back as it came give it back too, and Gemini goes on.
            Output.Write(",\"signature\":\""u8);
            Output.Write(signature);
            Output.Write("\""u8);
        }
        Output.Write("}"u8);
        Output.EndEvent();
    }

    private void Arguments(ReadOnlySpan<byte> fragment)
    {
        if (!fragment.IsEmpty) Output.WriteDelta(_blocks - 1, "{\"type\":\"input_json_delta\",\"partial_json\":\""u8, fragment);
    }

    /// <summary>Ends the call that is open. What waited for that comes now, to the next call that is not whole yet.</summary>
    private void EndCall()
    {
        Output.WriteBlockStop(_blocks - 1);
        _call = -1;
        while (_call < 0 && _written < _waiting?.Blocks.Count) Write(_waiting.Blocks[_written++]);
        if (_call < 0) (_waiting, _written) = (null, 0);
    }

    private void Write(AnswerBlock block)
    {
        switch (block.Kind)
        {
            case AnswerBlockKind.Text: Say(AnswerPieceKind.Text, block.Text); break;
            case AnswerBlockKind.Refusal: Say(AnswerPieceKind.Refusal, block.Text); break;
            case AnswerBlockKind.RedactedReasoning: Redacted(block.Text); break;
            case AnswerBlockKind.Reasoning:
                Say(AnswerPieceKind.Reasoning, block.Text);
                if (block.IsClosed) Sign(block.Signature.Span);
                break;
            default:
                Call(block.Call, block.Id.Span, block.Name.Span, block.Signature.Span);
                Arguments(block.Text);
                if (!block.IsClosed) break;
                Output.WriteBlockStop(_blocks - 1);
                _call = -1;
                break;
        }
    }

    private void End()
    {
        Begin(default);
        while (_call >= 0) EndCall();
        CloseCurrent();
        Output.Write("event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\""u8);
        var word = StopWords.Of(_reason, _stopSequence.Length > 0);
        Output.Write(word);
        Output.Write("\",\"stop_sequence\":"u8);
        if (word.SequenceEqual("stop_sequence"u8))
        {
            Output.Write("\""u8);
            Output.Write(_stopSequence);
            Output.Write("\""u8);
        }
        else Output.Write("null"u8);
        Output.Write("},\"usage\":"u8);
        UsageWriter.Write(Output, _usage);
        Output.EndEvent();
        Output.Write("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"u8);
    }

    private void Start()
    {
        Begin(default);
        Output.WriteBlockStart(_blocks++);
    }

    private void CloseCurrent()
    {
        if (_current is null) return;
        Output.WriteBlockStop(_blocks - 1);
        _current = null;
    }
}
