using Weir.Gateway.Calls;

namespace Weir.Gateway.Budgets;

/// <summary>What is done with a call whose budget is nearly used up, instead of refusing it: what was chosen beforehand for the step that the budget has reached.</summary>
/// <param name="Budget">The budget's name, which the client is told.</param>
internal sealed record Landing(string Budget)
{
    /// <summary>Whether it is given an answer that was kept, where there is one.</summary>
    public bool IsCached { get; init; }

    /// <summary>The model that answers in place of the one that was asked for, where the key may use it; null for the one that was asked for.</summary>
    public string? Model { get; init; }

    /// <summary>Most output tokens of each answer; null for as many as the client asks for.</summary>
    public long? MaxTokens { get; init; }

    /// <summary>Whether it waits behind calls of a higher priority.</summary>
    public bool IsPutBack { get; init; }

    /// <summary>Whether the answer may be another one than the client would have been given.</summary>
    public bool ChangesAnswer => Model is not null || MaxTokens is not null;

    /// <summary>Why it is refused; null where it is not.</summary>
    public CallError? Refusal { get; init; }

    /// <summary>What is done where this cannot be: no answer was kept, or the key may not use the model. Null for nothing.</summary>
    public Landing? Otherwise { get; init; }
}
