namespace Weir.Dialects.Conversations;

/// <summary>Whether a model is free to call a tool.</summary>
public enum ToolChoiceMode
{
    /// <summary>It decides by itself.</summary>
    Auto,

    /// <summary>It must not.</summary>
    None,

    /// <summary>It must call at least one.</summary>
    Required,
}
