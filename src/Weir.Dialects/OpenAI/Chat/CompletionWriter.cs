using System.Buffers;
using Weir.Dialects.Answers;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>Writes a whole chat completion.</summary>
internal static class CompletionWriter
{
    public static void Write(CollectedAnswer answer, AnswerContext context, IBufferWriter<byte> output)
    {
        var wantsFunctionCalls = LegacyFunctions.AreWanted(context.Conversation);
        output.Write("{"u8);
        AnswerHead.Write(output, "chat.completion"u8, answer.Model.Span, context);
        output.Write(",\"choices\":["u8);
        for (var index = 0; index < answer.Choices.Count; index++)
        {
            if (index > 0) output.Write(","u8);
            WriteChoice(output, index, answer.Choices[index], context.CallId, wantsFunctionCalls);
        }
        output.Write("]"u8);
        if (answer.Usage is { } usage)
        {
            output.Write(",\"usage\":"u8);
            UsageOutput.Write(output, usage);
        }
        output.Write("}"u8);
    }

    private static void WriteChoice(IBufferWriter<byte> output, int index, AnswerChoice choice, string callId, bool wantsFunctionCalls)
    {
        output.Write("{\"index\":"u8);
        output.WriteNumber(index);
        output.Write(",\"message\":{\"role\":\"assistant\",\"content\":"u8);
        var hasElse = Has(choice, AnswerBlockKind.ToolCall) || Has(choice, AnswerBlockKind.Refusal) || Has(choice, AnswerBlockKind.Media);
        WriteTexts(output, choice, AnswerBlockKind.Text, orNull: hasElse);
        output.Write(",\"refusal\":"u8);
        WriteTexts(output, choice, AnswerBlockKind.Refusal, orNull: true);
        WriteThoughts(output, choice);
        if (Has(choice, AnswerBlockKind.ToolCall)) WriteCalls(output, index, choice, callId, wantsFunctionCalls);
        NoteOutput.WriteImages(output, choice);
        output.Write(",\"annotations\":["u8);
        NoteOutput.WriteCitations(output, choice);
        output.Write("]},\"logprobs\":"u8);
        WriteLogprobs(output, choice);
        output.Write(",\"finish_reason\":\""u8);
        output.Write(wantsFunctionCalls && choice.Reason == StopReason.ToolCalls ? "function_call"u8 : FinishReasons.Of(choice.Reason));
        output.Write("\"}"u8);
    }

    private static void WriteTexts(IBufferWriter<byte> output, AnswerChoice choice, AnswerBlockKind kind, bool orNull)
    {
        if (orNull && !Has(choice, kind))
        {
            output.Write("null"u8);
            return;
        }
        output.Write("\""u8);
        foreach (var block in choice.Blocks)
            if (block.Kind == kind) output.Write(block.Text);
        output.Write("\""u8);
    }

    private static void WriteLogprobs(IBufferWriter<byte> output, AnswerChoice choice)
    {
        if (!choice.Blocks.Any(static block => !block.Logprobs.IsEmpty))
        {
            output.Write("null"u8);
            return;
        }
        output.Write("{\"content\":"u8);
        WriteLogprobs(output, choice, AnswerBlockKind.Text);
        output.Write(",\"refusal\":"u8);
        WriteLogprobs(output, choice, AnswerBlockKind.Refusal);
        output.Write("}"u8);
    }

    private static void WriteLogprobs(IBufferWriter<byte> output, AnswerChoice choice, AnswerBlockKind kind)
    {
        var isFirst = true;
        foreach (var block in choice.Blocks)
        {
            if (block.Kind != kind || block.Logprobs.IsEmpty) continue;
            output.Write(isFirst ? "["u8 : ","u8);
            output.Write(block.Logprobs);
            isFirst = false;
        }
        output.Write(isFirst ? "null"u8 : "]"u8);
    }

    private static void WriteThoughts(IBufferWriter<byte> output, AnswerChoice choice)
    {
        if (HasThoughts(choice))
        {
            output.Write(",\"reasoning_content\":"u8);
            WriteTexts(output, choice, AnswerBlockKind.Reasoning, orNull: false);
        }
        var number = 0;
        foreach (var block in choice.Blocks)
        {
            if (block.Kind is not (AnswerBlockKind.Reasoning or AnswerBlockKind.RedactedReasoning)) continue;
            output.Write(number == 0 ? ",\"reasoning_details\":["u8 : ","u8);
            WriteThought(output, block, number++);
        }
        if (number > 0) output.Write("]"u8);
    }

    private static void WriteThought(IBufferWriter<byte> output, AnswerBlock block, int number)
    {
        output.Write(block.Kind == AnswerBlockKind.Reasoning ? "{\"type\":\"reasoning.text\",\"text\":\""u8 : "{\"type\":\"reasoning.encrypted\",\"data\":\""u8);
        output.Write(block.Text);
        output.Write("\""u8);
        WriteMember(output, ",\"signature\":\""u8, block.Signature.Span);
        WriteMember(output, ",\"id\":\""u8, block.Id.Span);
        output.Write(",\"index\":"u8);
        output.WriteNumber(number);
        output.Write("}"u8);
    }

    private static void WriteMember(IBufferWriter<byte> output, ReadOnlySpan<byte> member, ReadOnlySpan<byte> inside)
    {
        if (inside.IsEmpty) return;
        output.Write(member);
        output.Write(inside);
        output.Write("\""u8);
    }

    /// <summary>Where a client knows one call only, the first is that one; if there are more all the same, they are tool calls.</summary>
    private static void WriteCalls(IBufferWriter<byte> output, int index, AnswerChoice choice, string callId, bool wantsFunctionCalls)
    {
        var written = 0;
        foreach (var block in choice.Blocks)
        {
            if (block.Kind != AnswerBlockKind.ToolCall) continue;
            if (wantsFunctionCalls && block.Call == 0)
            {
                output.Write(",\"function_call\":"u8);
                WriteFunction(output, block);
                continue;
            }
            output.Write(written++ == 0 ? ",\"tool_calls\":[{\"id\":\""u8 : ",{\"id\":\""u8);
            CallIds.Write(output, block.Id.Span, callId, index, block.Call);
            output.Write("\",\"type\":\"function\",\"function\":"u8);
            WriteFunction(output, block);
            ToolCallSignature.Write(output, block.Signature.Span);
            output.Write("}"u8);
        }
        if (written > 0) output.Write("]"u8);
    }

    private static void WriteFunction(IBufferWriter<byte> output, AnswerBlock call)
    {
        output.Write("{\"name\":\""u8);
        output.Write(call.Name.Span);
        output.Write("\",\"arguments\":\""u8);
        output.Write(call.Text.IsEmpty ? "{}"u8 : call.Text);
        output.Write("\"}"u8);
    }

    private static bool HasThoughts(AnswerChoice choice) => choice.Blocks.Any(static block => block.Kind == AnswerBlockKind.Reasoning && !block.Text.IsEmpty);

    private static bool Has(AnswerChoice choice, AnswerBlockKind kind) => choice.Blocks.Any(block => block.Kind == kind);
}
