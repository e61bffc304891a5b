namespace Weir.Dialects.Conversations;

/// <summary>Who speaks in a turn.</summary>
public enum TurnRole
{
    /// <summary>The application: system and developer prompts, wherever in the conversation they stand.</summary>
    System,

    /// <summary>The user, and the tools that report their results.</summary>
    User,

    /// <summary>The model.</summary>
    Assistant,
}
