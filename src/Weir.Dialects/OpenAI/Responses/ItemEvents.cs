using System.Buffers;
using Weir.Dialects.Answers;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Responses;

/// <summary>Writes the events that tell of one output item.</summary>
internal sealed class ItemEvents(EventFrame frame)
{
    /// <summary>An item begins.</summary>
    public void Added(IBufferWriter<byte> output, OutputItem item)
    {
        var writer = frame.Begin(output, "response.output_item.added"u8);
        writer.WriteNumber("output_index"u8, item.Index);
        writer.WritePropertyName("item"u8);
        OutputWriter.WriteEmpty(writer, item);
        frame.End();
    }

    /// <summary>The item's last part begins.</summary>
    public void PartAdded(IBufferWriter<byte> output, OutputItem item) => Part(output, IsThought(item) ? "response.reasoning_summary_part.added"u8 : "response.content_part.added"u8, item, default);

    /// <summary>More of the item's last part. The text of a custom tool is inside of arguments, and told when they are whole.</summary>
    public void Delta(IBufferWriter<byte> output, OutputItem item, ReadOnlySpan<byte> text)
    {
        if (item.Kind == OutputItemKind.CustomCall) return;
        var kind = item.Last.Kind;
        var type = kind switch
        {
            AnswerBlockKind.Reasoning => "response.reasoning_summary_text.delta"u8,
            AnswerBlockKind.Refusal => "response.refusal.delta"u8,
            AnswerBlockKind.ToolCall => "response.function_call_arguments.delta"u8,
            _ => "response.output_text.delta"u8,
        };
        var writer = frame.Begin(output, type, item, PartName(item), PartIndex(item));
        writer.WriteInside("delta"u8, text);
        if (kind == AnswerBlockKind.Text) OutputWriter.WriteNothing(writer, "logprobs"u8);
        frame.End();
    }

    /// <summary>The item's last part is whole.</summary>
    public void PartDone(IBufferWriter<byte> output, OutputItem item)
    {
        var block = item.Last;
        switch (block.Kind)
        {
            case AnswerBlockKind.Refusal: Whole(output, "response.refusal.done"u8, item, "refusal"u8, block.Text); break;
            case AnswerBlockKind.Reasoning: Whole(output, "response.reasoning_summary_text.done"u8, item, "text"u8, block.Text); break;
            default: Whole(output, "response.output_text.done"u8, item, "text"u8, block.Text); break;
        }
        Part(output, IsThought(item) ? "response.reasoning_summary_part.done"u8 : "response.content_part.done"u8, item, block.Text);
    }

    /// <summary>A call's arguments are whole.</summary>
    public void ArgumentsDone(IBufferWriter<byte> output, OutputItem item)
    {
        if (item.Kind == OutputItemKind.CustomCall)
        {
            var input = OutputWriter.Arguments(item);
            frame.Begin(output, "response.custom_tool_call_input.delta"u8, item, default, 0).WriteInside("delta"u8, input);
            frame.End();
            frame.Begin(output, "response.custom_tool_call_input.done"u8, item, default, 0).WriteInside("input"u8, input);
            frame.End();
            return;
        }
        if (item.Last.Text.IsEmpty) Delta(output, item, OutputWriter.Arguments(item));
        Whole(output, "response.function_call_arguments.done"u8, item, "arguments"u8, OutputWriter.Arguments(item));
    }

    /// <summary>An item is whole.</summary>
    public void Done(IBufferWriter<byte> output, OutputItem item)
    {
        var writer = frame.Begin(output, "response.output_item.done"u8);
        writer.WriteNumber("output_index"u8, item.Index);
        writer.WritePropertyName("item"u8);
        OutputWriter.WriteWhole(writer, item);
        frame.End();
    }

    private void Part(IBufferWriter<byte> output, ReadOnlySpan<byte> type, OutputItem item, ReadOnlySpan<byte> text)
    {
        var writer = frame.Begin(output, type, item, PartName(item), PartIndex(item));
        writer.WritePropertyName("part"u8);
        OutputWriter.WritePart(writer, item.Last.Kind, text);
        frame.End();
    }

    private void Whole(IBufferWriter<byte> output, ReadOnlySpan<byte> type, OutputItem item, ReadOnlySpan<byte> name, ReadOnlySpan<byte> text)
    {
        var writer = frame.Begin(output, type, item, PartName(item), PartIndex(item));
        if (item.Tool is { } tool) writer.WriteRaw("name"u8, tool.Name);
        else if (item.Kind == OutputItemKind.FunctionCall) writer.WriteInside("name"u8, item.Last.Name.Span);
        writer.WriteInside(name, text);
        if (item.Last.Kind == AnswerBlockKind.Text) OutputWriter.WriteNothing(writer, "logprobs"u8);
        frame.End();
    }

    private static bool IsThought(OutputItem item) => item.Kind == OutputItemKind.Reasoning;

    private static int PartIndex(OutputItem item) => item.Blocks.Count - 1;

    private static ReadOnlySpan<byte> PartName(OutputItem item) => item.Kind switch
    {
        OutputItemKind.Message => "content_index"u8,
        OutputItemKind.Reasoning => "summary_index"u8,
        _ => default,
    };
}
