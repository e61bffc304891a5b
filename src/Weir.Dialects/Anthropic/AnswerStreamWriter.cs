using System.Buffers;
using System.Text;
using Weir.Dialects.Answers;
using Weir.Dialects.Json;
using Weir.Dialects.Usage;

namespace Weir.Dialects.Anthropic;

/// <summary>
/// Writes a streamed answer. Blocks of tool calls stay open until they say that they are whole, so calls that come interleaved keep their
/// blocks; any other block ends where the next begins. There is one choice here: others are passed over.
/// </summary>
internal sealed class AnswerStreamWriter(AnswerContext context) : AnswerWriter
{
    /// <summary>The numbers of the blocks of the tool calls, -1 for a call that has ended.</summary>
    private readonly List<int> _calls = [];
    private bool _begun;
    private int _blocks;
    private AnswerPieceKind? _current; // Text, Refusal or Reasoning; its block is the last one that is no call's
    private int _currentIndex;
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
        switch (piece.Kind)
        {
            case AnswerPieceKind.Text or AnswerPieceKind.Refusal when !piece.Text.IsEmpty:
                Ensure(piece.Kind);
                Output.WriteDelta(_currentIndex, "{\"type\":\"text_delta\",\"text\":\""u8, piece.Text);
                break;
            case AnswerPieceKind.Reasoning when !piece.Text.IsEmpty:
                Ensure(piece.Kind);
                Output.WriteDelta(_currentIndex, "{\"type\":\"thinking_delta\",\"thinking\":\""u8, piece.Text);
                break;
            case AnswerPieceKind.Citation: Cite(piece); break;
            case AnswerPieceKind.Signature: Sign(piece.Text); break;
            case AnswerPieceKind.RedactedReasoning: Redacted(piece.Text); break;
            case AnswerPieceKind.ToolCall: ToolCall(piece); break;
            case AnswerPieceKind.Arguments when BlockOf(piece.Call) is >= 0 and var block && !piece.Text.IsEmpty:
                Output.WriteDelta(block, "{\"type\":\"input_json_delta\",\"partial_json\":\""u8, piece.Text);
                break;
            case AnswerPieceKind.EndToolCall: EndToolCall(piece.Call); break;
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

    /// <summary>Makes sure that a block of text or thoughts is open.</summary>
    private void Ensure(AnswerPieceKind kind)
    {
        if (_current == kind) return;
        ReleaseSignature();
        CloseCurrent();
        _current = kind;
        _currentIndex = Start();
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

    /// <summary>A source is one of the whole block: its range has no place here. What tells Anthropic's own search results apart is empty for those of others.</summary>
    private void Cite(in AnswerPiece piece)
    {
        Ensure(AnswerPieceKind.Text);
        Output.WriteDelta(_currentIndex, "{\"type\":\"citations_delta\",\"citation\":{\"type\":\"web_search_result_location\",\"encrypted_index\":\"\",\"url\":\""u8, piece.Id, "\",\"title\":\""u8, piece.Name, "\",\"cited_text\":\""u8, piece.Text);
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
        Output.WriteDelta(_currentIndex, "{\"type\":\"signature_delta\",\"signature\":\""u8, signature);
    }

    private void Redacted(ReadOnlySpan<byte> data)
    {
        ReleaseSignature();
        CloseCurrent();
        var index = Start();
        Output.Write("{\"type\":\"redacted_thinking\",\"data\":\""u8);
        Output.Write(data);
        Output.Write("\"}"u8);
        Output.EndEvent();
        Output.WriteBlockStop(index);
    }

    private void ToolCall(in AnswerPiece piece)
    {
        ReleaseSignature();
        CloseCurrent();
        while (_calls.Count <= piece.Call) _calls.Add(-1);
        _calls[piece.Call] = Start();
        Output.Write("{\"type\":\"tool_use\",\"id\":\""u8);
        ToolUse.WriteId(Output, piece.Id, context.CallId, piece.Call);
        Output.Write("\",\"name\":\""u8);
        Output.Write(piece.Name);
        Output.Write("\",\"input\":{},\"caller\":{\"type\":\"direct\"}"u8);
        if (!piece.Text.IsEmpty)
        {
            // Weir's own: clients that give a block back as it came give it back too, and Gemini goes on.
            Output.Write(",\"signature\":\""u8);
            Output.Write(piece.Text);
            Output.Write("\""u8);
        }
        Output.Write("}"u8);
        Output.EndEvent();
    }

    private void EndToolCall(int call)
    {
        if (BlockOf(call) is not (>= 0 and var block)) return;
        Output.WriteBlockStop(block);
        _calls[call] = -1;
    }

    private void End()
    {
        Begin(default);
        CloseCurrent();
        for (var call = 0; call < _calls.Count; call++) EndToolCall(call);
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

    private int Start()
    {
        Begin(default);
        Output.WriteBlockStart(_blocks);
        return _blocks++;
    }

    private void CloseCurrent()
    {
        if (_current is null) return;
        Output.WriteBlockStop(_currentIndex);
        _current = null;
    }

    private int BlockOf(int call) => call < _calls.Count ? _calls[call] : -1;
}
