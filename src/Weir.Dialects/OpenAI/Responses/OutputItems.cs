using System.Collections;
using System.Text;
using Weir.Dialects.Answers;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Responses;

/// <summary>The items that an answer's blocks are in this dialect: texts and refusals that follow each other are one message, all others items of their own.</summary>
/// <param name="context">The call that is answered: what the items' identifiers are made of, and what its tools are.</param>
internal sealed class OutputItems(AnswerContext context) : IReadOnlyList<OutputItem>
{
    private readonly List<OutputItem> _items = [];
    private int _known;
    private int _next;
    private readonly List<FunctionTool> _tools = context.Conversation.Tools.FindAll(tool => tool.Origin is not null);

    /// <inheritdoc/>
    public int Count => _items.Count;

    /// <inheritdoc/>
    public OutputItem this[int index] => _items[index];

    /// <summary>The items of an answer as far as it has come.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="context">The call that is answered.</param>
    /// <param name="isCutOff">Whether more would have come.</param>
    public static OutputItems Of(CollectedAnswer answer, AnswerContext context, bool isCutOff)
    {
        var items = new OutputItems(context);
        if (answer.Choices.Count > 0)
            foreach (var block in answer.Choices[0].Blocks)
                if (block.Kind == AnswerBlockKind.ToolCall || !block.Text.IsEmpty || !block.Signature.IsEmpty || !block.Logprobs.IsEmpty || block.Citations.Count > 0) items.Add(block, block.Id.Span);
        if (isCutOff) items.CutOff();
        return items;
    }

    /// <summary>Notes that the last item, if it was still being said, is not all that it was to be.</summary>
    public void CutOff()
    {
        if (_items.Count > 0 && _items[^1] is { } last) last.IsCutOff = last.Kind == OutputItemKind.Message || !last.Last.IsClosed;
    }

    /// <summary>Whether a block goes into the message that is being said.</summary>
    public bool Joins(AnswerBlock block) =>
        block.Kind is AnswerBlockKind.Text or AnswerBlockKind.Refusal && _items.Count > 0 && _items[^1] is { Kind: OutputItemKind.Message };

    /// <summary>Adds a block: to the last item, or as one or two new ones.</summary>
    /// <param name="block">The block.</param>
    /// <param name="id">The provider's identifier of thoughts, or empty.</param>
    public void Add(AnswerBlock block, ReadOnlySpan<byte> id)
    {
        switch (block.Kind)
        {
            case AnswerBlockKind.Text or AnswerBlockKind.Refusal:
                if (Joins(block)) _items[^1].Blocks.Add(block);
                else Add(OutputItemKind.Message, block, NewId("msg_"));
                break;
            case AnswerBlockKind.Reasoning or AnswerBlockKind.RedactedReasoning:
                // An identifier of OpenAI's is kept, so that the thoughts can go back to where they came from.
                Add(OutputItemKind.Reasoning, block, id.StartsWith(CarriedSignature.OpenAIPrefix) ? id.ToArray() : NewId("rsw_"));
                break;
            case AnswerBlockKind.Media: Add(OutputItemKind.Image, block, NewId("ig_")); break;
            case AnswerBlockKind.ToolCall:
                if (!block.Signature.IsEmpty) Add(OutputItemKind.CallSignature, block, NewId("rsw_"));
                var tool = OriginOf(block.Name.Span);
                if (tool is { IsCustom: true }) Add(OutputItemKind.CustomCall, block, NewId("ctc_"), tool);
                else Add(OutputItemKind.FunctionCall, block, NewId("fc_"), tool);
                break;
        }
    }

    private ToolOrigin? OriginOf(ReadOnlySpan<byte> name)
    {
        foreach (var tool in _tools)
            if (RawJson.Inside(tool.Name).SequenceEqual(name)) return tool.Origin;
        return null;
    }

    private void Add(OutputItemKind kind, AnswerBlock block, byte[] id, ToolOrigin? tool = null)
    {
        var item = Known(kind == OutputItemKind.Message) is { } known
            ? new OutputItem(kind, known.Index, known.Id.ToArray()) { Tool = tool }
            : new OutputItem(kind, _next, id) { Tool = tool };
        _next = Math.Max(_next, item.Index + 1);
        item.Blocks.Add(block);
        _items.Add(item);
    }

    /// <summary>The next item that the client knows already and that can be this one. Thoughts that nobody was shown are passed over: they were items too.</summary>
    private KnownItem? Known(bool isMessage)
    {
        while (_known < context.Items.Count)
        {
            var known = context.Items[_known++];
            if (known.IsMessage == isMessage) return known;
            _next = Math.Max(_next, known.Index + 1);
        }
        return null;
    }

    private byte[] NewId(string prefix) => Encoding.UTF8.GetBytes($"{prefix}{context.CallId}_{_items.Count}");

    /// <inheritdoc/>
    public IEnumerator<OutputItem> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
