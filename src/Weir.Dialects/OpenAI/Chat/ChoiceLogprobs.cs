namespace Weir.Dialects.OpenAI.Chat;

/// <summary>How likely the tokens of a delta were, as pieces carry it.</summary>
internal ref struct ChoiceLogprobs
{
    /// <summary>Those of the text.</summary>
    public ReadOnlySpan<byte> Content;

    /// <summary>Those of the refusal.</summary>
    public ReadOnlySpan<byte> Refusal;
}
