namespace Weir.Lab.Simulator.Answers;

/// <summary>One step of a streamed choice.</summary>
internal readonly record struct Delta(DeltaKind Kind, string Text = "", int Call = 0)
{
    /// <summary>What is generated step by step, one after the other: the tokens of one choice.</summary>
    public static List<Delta> Of(ChatChoice choice, bool withThinking)
    {
        var deltas = new List<Delta>(choice.TokenCount);
        if (withThinking)
            deltas.AddRange(choice.Thinking.Select(token => new Delta(DeltaKind.Thinking, token)));
        deltas.AddRange(choice.Tokens.Select(token => new Delta(DeltaKind.Text, token)));
        for (var call = 0; call < choice.Calls.Count; call++)
        {
            deltas.Add(new Delta(DeltaKind.CallStart, "", call));
            foreach (var piece in choice.Calls[call].Arguments)
                deltas.Add(new Delta(DeltaKind.CallArguments, piece, call));
        }

        return deltas;
    }
}
