namespace Weir.Dialects.Answers.Checks;

/// <summary>What is wrong with an answer.</summary>
/// <param name="Check">What it was found by: one of the kinds.</param>
/// <param name="Words">What is wrong, as a clause about the answer; nothing of its content.</param>
public sealed record AnswerFault(AnswerCheck Check, string Words);
