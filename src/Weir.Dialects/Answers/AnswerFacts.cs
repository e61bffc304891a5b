using Weir.Dialects.Usage;

namespace Weir.Dialects.Answers;

/// <summary>What is worth knowing of an answer beside its content.</summary>
/// <param name="Model">The model that the upstream says is answering, or null.</param>
/// <param name="FinishReason">Why the first choice that stopped did so, in the upstream's word; or null while none has.</param>
/// <param name="Usage">The usage that the upstream reported, or null.</param>
/// <param name="IsUsageFinal">Whether <paramref name="Usage"/> counts the output to its end.</param>
/// <param name="ContentBytes">Bytes of JSON-escaped text that came: what an estimate starts from when no usage comes.</param>
public readonly record struct AnswerFacts(string? Model, string? FinishReason, TokenUsage? Usage, bool IsUsageFinal, long ContentBytes)
{
    /// <summary>Whether there was something that is no text: media, a step that the provider took, enciphered thoughts.</summary>
    public bool HasMore { get; init; }
}
