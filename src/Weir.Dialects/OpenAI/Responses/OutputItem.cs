using Weir.Dialects.Answers;
using Weir.Dialects.Conversations;

namespace Weir.Dialects.OpenAI.Responses;

/// <summary>An item of a response's output.</summary>
/// <param name="kind">What it is.</param>
/// <param name="index">Its place in the output, 0 for the first.</param>
/// <param name="id">Its identifier, the inside of a JSON string.</param>
internal sealed class OutputItem(OutputItemKind kind, int index, byte[] id)
{
    /// <summary>What it is.</summary>
    public OutputItemKind Kind => kind;

    /// <summary>Its place in the output, 0 for the first.</summary>
    public int Index => index;

    /// <summary>Its identifier, the inside of a JSON string.</summary>
    public ReadOnlySpan<byte> Id => id;

    /// <summary>What the called tool is to the client where that is no plain function; else null.</summary>
    public ToolOrigin? Tool { get; init; }

    /// <summary>What it holds: the parts of a message, else one block.</summary>
    public List<AnswerBlock> Blocks { get; } = [];

    /// <summary>The part that was added last.</summary>
    public AnswerBlock Last => Blocks[^1];

    /// <summary>What the result of a call refers to: the provider's identifier, or this item's where there is none.</summary>
    public ReadOnlySpan<byte> CallId => Last.Id.IsEmpty ? id : Last.Id.Span;

    /// <summary>Whether anything of it is there to be read: thoughts may be hidden.</summary>
    public bool HasParts => kind == OutputItemKind.Message || Last is { Kind: AnswerBlockKind.Reasoning, Text.IsEmpty: false };

    /// <summary>Whether all of it was written.</summary>
    public bool IsDone { get; set; }

    /// <summary>Whether it was cut off before its end.</summary>
    public bool IsCutOff { get; set; }
}
