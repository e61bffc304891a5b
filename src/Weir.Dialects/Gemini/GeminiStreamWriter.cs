using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Errors;
using Weir.Dialects.Json;
using Weir.Dialects.Usage;

namespace Weir.Dialects.Gemini;

/// <summary>
/// Writes a streamed answer as <c>GenerateContentResponse</c> objects. Text comes as it is said; calls come whole, since their
/// arguments are an object here.
/// </summary>
/// <param name="context">The call that is answered.</param>
/// <param name="asArray">Whether the objects are the elements of one JSON array, which is what Gemini sends to clients that did not ask for <c>alt=sse</c>; else they are server-sent events.</param>
public sealed class GeminiStreamWriter(AnswerContext context, bool asArray = false) : AnswerWriter
{
    private readonly Dictionary<(int Choice, int Call), AnswerBlock> _calls = [];
    private readonly List<ChoiceProgress> _choices = [];
    private readonly ArrayBufferWriter<byte> _scratch = new();
    private byte[] _tail = [];
    private ReadOnlyMemory<byte> _model;
    private TokenUsage? _usage;
    private bool _hasBegun;

    /// <inheritdoc/>
    public override void Take(in AnswerPiece piece)
    {
        switch (piece.Kind)
        {
            case AnswerPieceKind.Begin: Begin(piece.Name); break;
            case AnswerPieceKind.Text or AnswerPieceKind.Refusal: WriteText(piece.Choice, piece.Text, isThought: false, piece.Logprobs); break;
            case AnswerPieceKind.Reasoning: WriteText(piece.Choice, piece.Text, isThought: true); break;
            case AnswerPieceKind.Signature: WriteSignature(piece); break;
            // Enciphered thoughts have no place here, and their provider does without them.
            case AnswerPieceKind.RedactedReasoning: break;
            case AnswerPieceKind.ToolCall:
                _calls[(piece.Choice, piece.Call)] = new AnswerBlock(AnswerBlockKind.ToolCall)
                {
                    Id = piece.Id.ToArray(), Name = piece.Name.ToArray(), Signature = piece.Text.ToArray(),
                };
                break;
            case AnswerPieceKind.Arguments: if (_calls.TryGetValue((piece.Choice, piece.Call), out var open)) open.Append(piece.Text); break;
            case AnswerPieceKind.EndToolCall: if (_calls.Remove((piece.Choice, piece.Call), out var call)) WriteCall(piece.Choice, call); break;
            case AnswerPieceKind.Citation: Progress(piece.Choice).Citations.Add(Citation.Of(piece)); break;
            case AnswerPieceKind.Media: WriteMedia(piece); break;
            case AnswerPieceKind.Stop: Set(piece.Choice, piece.Reason, isThinking: false); break;
            case AnswerPieceKind.Usage: _usage = piece.Usage; break;
            case AnswerPieceKind.End: End(); break;
        }
    }

    /// <summary>Writes an error after which nothing follows, framed as the answer is.</summary>
    public void WriteError(in ClientError error)
    {
        Open();
        ErrorBody.Write(Output, error);
        Close();
        if (asArray) Output.Write("]"u8);
    }

    private void Begin(ReadOnlySpan<byte> model)
    {
        _model = model.IsEmpty ? RawJson.Inside(RawJson.Text(context.Model)).ToArray() : model.ToArray();
        var id = RawJson.Text(context.AnswerId ?? context.CallId);
        _tail = [.. "}],\"modelVersion\":\""u8, .. _model.Span, .. "\",\"responseId\":"u8, .. RawJson.Of(id), (byte)'}'];
    }

    private void WriteText(int choice, ReadOnlySpan<byte> text, bool isThought, ReadOnlySpan<byte> logprobs = default)
    {
        if (text.IsEmpty && logprobs.IsEmpty) return;
        var progress = Set(choice, null, isThought);
        if (!isThought) progress.Say(text);
        OpenPart();
        Output.Write("\"text\":\""u8);
        Output.Write(text);
        Output.Write(isThought ? "\",\"thought\":true"u8 : "\""u8);
        ClosePart(choice, logprobs);
    }

    /// <summary>A signature of thoughts that are shown ends them; one of thoughts that are not stands with an empty text, as Gemini gives it.</summary>
    private void WriteSignature(in AnswerPiece piece)
    {
        var isThinking = piece.Choice < _choices.Count && _choices[piece.Choice].IsThinking;
        Set(piece.Choice, null, isThinking: false);
        OpenPart();
        Output.Write(isThinking ? "\"text\":\"\",\"thought\":true,\"thoughtSignature\":\""u8 : "\"text\":\"\",\"thoughtSignature\":\""u8);
        Output.Write(piece.Text);
        Output.Write("\""u8);
        ClosePart(piece.Choice);
    }

    private void WriteMedia(in AnswerPiece piece)
    {
        Set(piece.Choice, null, isThinking: false);
        OpenPart();
        Output.Write(piece.Text.IsEmpty ? "\"fileData\":{\"mimeType\":\""u8 : "\"inlineData\":{\"mimeType\":\""u8);
        Output.Write(piece.Name);
        Output.Write(piece.Text.IsEmpty ? "\",\"fileUri\":\""u8 : "\",\"data\":\""u8);
        Output.Write(piece.Text.IsEmpty ? piece.Id : piece.Text);
        Output.Write("\"}"u8);
        ClosePart(piece.Choice);
    }

    private void WriteCall(int choice, AnswerBlock call)
    {
        Set(choice, null, isThinking: false);
        OpenPart();
        Output.Write("\"functionCall\":{"u8);
        if (!call.Id.IsEmpty)
        {
            Output.Write("\"id\":\""u8);
            Output.Write(call.Id.Span);
            Output.Write("\","u8);
        }
        Output.Write("\"name\":\""u8);
        Output.Write(call.Name.Span);
        Output.Write("\",\"args\":"u8);
        ArgumentsObject.Write(Output, call.Text, _scratch);
        Output.Write("}"u8);
        if (!call.Signature.IsEmpty)
        {
            Output.Write(",\"thoughtSignature\":\""u8);
            Output.Write(call.Signature.Span);
            Output.Write("\""u8);
        }
        ClosePart(choice);
    }

    private void End()
    {
        Open();
        using (var writer = new Utf8JsonWriter(Output, RawJson.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("candidates"u8);
            for (var i = 0; i < _choices.Count; i++) WriteEnd(writer, i, _choices[i]);
            writer.WriteEndArray();
            if (_usage is { } usage) UsageWriter.Write(writer, usage);
            writer.WriteInside("modelVersion"u8, _model.Span);
            writer.WriteString("responseId"u8, context.AnswerId ?? context.CallId);
            writer.WriteEndObject();
        }
        Close();
        if (asArray) Output.Write("]"u8);
    }

    private static void WriteEnd(Utf8JsonWriter writer, int choice, ChoiceProgress progress)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("content"u8);
        writer.WriteString("role"u8, "model"u8);
        writer.WriteEndObject();
        if (progress.Reason is { } why) writer.WriteString("finishReason"u8, FinishReasons.Word(why));
        writer.WriteNumber("index"u8, choice);
        GroundingWriter.Write(writer, progress.Citations, progress.Length);
        writer.WriteEndObject();
    }

    private ChoiceProgress Set(int choice, StopReason? reason, bool isThinking)
    {
        var progress = Progress(choice);
        (progress.Reason, progress.IsThinking) = (reason, isThinking);
        return progress;
    }

    private ChoiceProgress Progress(int choice)
    {
        while (_choices.Count <= choice) _choices.Add(new ChoiceProgress());
        return _choices[choice];
    }

    private void OpenPart()
    {
        Open();
        Output.Write("{\"candidates\":[{\"content\":{\"parts\":[{"u8);
    }

    private void ClosePart(int choice, ReadOnlySpan<byte> logprobs = default)
    {
        Output.Write("}],\"role\":\"model\"},\"index\":"u8);
        Span<byte> number = stackalloc byte[11];
        Utf8Formatter.TryFormat(choice, number, out var length);
        Output.Write(number[..length]);
        if (!logprobs.IsEmpty)
        {
            Output.Write(",\"logprobsResult\":"u8);
            LogprobsWriter.Write(Output, logprobs);
        }
        Output.Write(_tail);
        Close();
    }

    private void Open()
    {
        if (!asArray) Output.Write("data: "u8);
        else Output.Write(_hasBegun ? ",\r\n"u8 : "["u8);
        _hasBegun = true;
    }

    private void Close()
    {
        if (!asArray) Output.Write("\n\n"u8);
    }
}
