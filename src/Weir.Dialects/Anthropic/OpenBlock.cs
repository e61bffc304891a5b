namespace Weir.Dialects.Anthropic;

/// <summary>A content block of a stream that has begun and not ended.</summary>
/// <param name="index">Its number in the answer.</param>
/// <param name="call">Which of the tool calls it is, or -1 for a block of which only its end is waited for.</param>
internal sealed class OpenBlock(int index, int call)
{
    public int Index => index;

    public int Call => call;

    /// <summary>Whether any of the call's arguments came.</summary>
    public bool HasArguments { get; set; }

    /// <summary>Arguments that came with the block's beginning, a JSON object; empty when it was empty.</summary>
    public ReadOnlyMemory<byte> Input { get; init; }
}
