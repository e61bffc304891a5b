namespace Weir.Lab.Drills.Scenes;

/// <summary>One call of a user.</summary>
/// <param name="Intended">When it was meant to be made, counted from the start. All that a user waits is counted from here.</param>
/// <param name="Late">How much later the drill really made it.</param>
/// <param name="Reply">What the user got.</param>
internal sealed record SceneCall(TimeSpan Intended, TimeSpan Late, DrillReply Reply)
{
    /// <summary>How long the user waited for the first text, or for the end where none came.</summary>
    public TimeSpan FirstToken => Late + (Reply.FirstToken ?? Reply.Duration);

    /// <summary>How long the user waited for the end.</summary>
    public TimeSpan Whole => Late + Reply.Duration;
}
