using System.Buffers;
using Weir.Dialects.Answers;
using Weir.Dialects.Usage;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>Writes a streamed chat completion chunk by chunk. Between its beginning and its end, an event allocates nothing.</summary>
internal sealed class ChunkWriter(AnswerContext context) : AnswerWriter
{
    private readonly bool _includeUsage = context.Conversation.IncludeUsage;
    private readonly bool _wantsFunctionCalls = LegacyFunctions.AreWanted(context.Conversation);
    private readonly List<ChoiceProgress> _choices = [];
    private byte[] _head = [];
    private TokenUsage? _usage;

    /// <inheritdoc/>
    public override void Take(in AnswerPiece piece)
    {
        switch (piece.Kind)
        {
            case AnswerPieceKind.Begin: _head = Head(piece.Name); break;
            case AnswerPieceKind.Text: WriteText("\"content\":\""u8, piece); break;
            case AnswerPieceKind.Refusal: WriteText("\"refusal\":\""u8, piece); break;
            case AnswerPieceKind.Reasoning: WriteThought(piece); break;
            case AnswerPieceKind.Signature: WriteSignature(piece); break;
            case AnswerPieceKind.RedactedReasoning: WriteRedacted(piece); break;
            case AnswerPieceKind.ToolCall: WriteCall(piece); break;
            case AnswerPieceKind.Arguments:
                if (!piece.Text.IsEmpty) WriteArguments(piece, piece.Text);
                break;
            case AnswerPieceKind.EndToolCall:
                // Clients parse what they have put together, and nothing at all is no JSON.
                if (!Progress(piece.Choice).HasArguments(piece.Call)) WriteArguments(piece, "{}"u8);
                break;
            case AnswerPieceKind.Citation: WriteCitation(piece); break;
            case AnswerPieceKind.Media: WriteImage(piece); break;
            case AnswerPieceKind.Stop: WriteStop(piece); break;
            case AnswerPieceKind.Usage: _usage = piece.Usage; break;
            case AnswerPieceKind.End: WriteEnd(); break;
        }
    }

    private void WriteText(ReadOnlySpan<byte> member, in AnswerPiece piece)
    {
        if (piece.Text.IsEmpty && piece.Logprobs.IsEmpty) return;
        var progress = Begin(piece.Choice, hasContent: piece.Kind == AnswerPieceKind.Text);
        progress.CloseThought();
        Output.Write(member);
        Output.Write(piece.Text);
        Output.Write("\""u8);
        if (piece.Logprobs.IsEmpty) Close();
        else Close(piece.Kind, piece.Logprobs);
    }

    /// <summary>Thoughts are said twice: in the member that clients show, and in the one from which they can be given back.</summary>
    private void WriteThought(in AnswerPiece piece)
    {
        if (piece.Text.IsEmpty) return;
        var progress = Begin(piece.Choice);
        Output.Write("\"reasoning_content\":\""u8);
        Output.Write(piece.Text);
        Output.Write("\",\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\""u8);
        Output.Write(piece.Text);
        CloseDetail(progress.Thought());
    }

    private void WriteSignature(in AnswerPiece piece)
    {
        var progress = Begin(piece.Choice);
        Output.Write("\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"\",\"signature\":\""u8);
        Output.Write(piece.Text);
        WriteId(piece.Id);
        CloseDetail(progress.Thought());
        progress.CloseThought();
    }

    private void WriteRedacted(in AnswerPiece piece)
    {
        var progress = Begin(piece.Choice);
        progress.CloseThought();
        Output.Write("\"reasoning_details\":[{\"type\":\"reasoning.encrypted\",\"data\":\""u8);
        Output.Write(piece.Text);
        WriteId(piece.Id);
        CloseDetail(progress.Thought());
        progress.CloseThought();
    }

    private void WriteId(ReadOnlySpan<byte> id)
    {
        if (id.IsEmpty) return;
        Output.Write("\",\"id\":\""u8);
        Output.Write(id);
    }

    /// <summary>SDKs that put a stream together join the elements of a list that have the same index.</summary>
    private void CloseDetail(int index)
    {
        Output.Write("\",\"index\":"u8);
        Output.WriteNumber(index);
        Output.Write("}]"u8);
        Close();
    }

    private void WriteCall(in AnswerPiece piece)
    {
        var progress = Begin(piece.Choice);
        progress.CloseThought();
        progress.AddCall(piece.Call);
        CallOutput.WriteBegin(Output, piece, context.CallId, IsFunctionCall(piece));
        Close();
    }

    private void WriteArguments(in AnswerPiece piece, ReadOnlySpan<byte> arguments)
    {
        var progress = Begin(piece.Choice);
        progress.AddArguments(piece.Call);
        CallOutput.WriteArguments(Output, piece.Call, arguments, IsFunctionCall(piece));
        Close();
    }

    private void WriteCitation(in AnswerPiece piece)
    {
        Begin(piece.Choice);
        Output.Write("\"annotations\":["u8);
        NoteOutput.WriteCitation(Output, piece.Id, piece.Name, piece.Start, piece.End);
        Output.Write("]"u8);
        Close();
    }

    private void WriteImage(in AnswerPiece piece)
    {
        var progress = Begin(piece.Choice);
        progress.CloseThought();
        Output.Write("\"images\":["u8);
        NoteOutput.WriteImage(Output, piece.Name, piece.Text, piece.Id, progress.Images++);
        Output.Write("]"u8);
        Close();
    }

    private void WriteStop(in AnswerPiece piece)
    {
        var progress = Progress(piece.Choice);
        Open(piece.Choice);
        if (!progress.HasBegun) Output.Write("\"role\":\"assistant\",\"content\":\"\""u8);
        progress.HasBegun = true;
        Output.Write("},\"logprobs\":null,\"finish_reason\":\""u8);
        Output.Write(_wantsFunctionCalls && piece.Reason == StopReason.ToolCalls ? "function_call"u8 : FinishReasons.Of(piece.Reason));
        Output.Write("\"}"u8);
        CloseChunk();
    }

    private void WriteEnd()
    {
        // Without a count there is no last chunk, which clients have to do without anyway where a stream breaks off.
        if (_includeUsage && _usage is { } usage)
        {
            Output.Write(_head);
            Output.Write("],\"usage\":"u8);
            UsageOutput.Write(Output, usage);
            Output.Write("}\n\n"u8);
        }
        Output.Write("data: [DONE]\n\n"u8);
    }

    /// <summary>Begins the chunk of a delta, of which the first says who speaks.</summary>
    private ChoiceProgress Begin(int choice, bool hasContent = false)
    {
        var progress = Progress(choice);
        Open(choice);
        if (progress.HasBegun) return progress;
        progress.HasBegun = true;
        Output.Write(hasContent ? "\"role\":\"assistant\","u8 : "\"role\":\"assistant\",\"content\":null,"u8);
        return progress;
    }

    private void Open(int choice)
    {
        if (_head.Length == 0) _head = Head(default);
        Output.Write(_head);
        Output.Write("{\"index\":"u8);
        Output.WriteNumber(choice);
        Output.Write(",\"delta\":{"u8);
    }

    private void Close()
    {
        Output.Write("},\"logprobs\":null,\"finish_reason\":null}"u8);
        CloseChunk();
    }

    private void Close(AnswerPieceKind kind, ReadOnlySpan<byte> logprobs)
    {
        Output.Write(kind == AnswerPieceKind.Text ? "},\"logprobs\":{\"content\":"u8 : "},\"logprobs\":{\"content\":null,\"refusal\":"u8);
        Output.Write(logprobs);
        Output.Write(kind == AnswerPieceKind.Text ? ",\"refusal\":null},\"finish_reason\":null}"u8 : "},\"finish_reason\":null}"u8);
        CloseChunk();
    }

    private void CloseChunk() => Output.Write(_includeUsage ? "],\"usage\":null}\n\n"u8 : "]}\n\n"u8);

    private bool IsFunctionCall(in AnswerPiece piece) => _wantsFunctionCalls && piece.Call == 0;

    private ChoiceProgress Progress(int choice)
    {
        while (_choices.Count <= choice) _choices.Add(new ChoiceProgress());
        return _choices[choice];
    }

    /// <summary>What every chunk begins with.</summary>
    private byte[] Head(ReadOnlySpan<byte> model)
    {
        var head = new ArrayBufferWriter<byte>(256);
        head.Write("data: {"u8);
        AnswerHead.Write(head, "chat.completion.chunk"u8, model, context);
        head.Write(",\"choices\":["u8);
        return head.WrittenSpan.ToArray();
    }
}
