namespace Weir.Lab.Simulator.Answers;

/// <summary>A message as far as the simulator reads it: who, what, and how much it costs.</summary>
internal sealed record ChatMessage(string Role, string Text, int Tokens)
{
    /// <summary>What every message costs beside its text.</summary>
    public const int Overhead = 4;

    /// <summary>The images and files that came with the text.</summary>
    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    public bool IsSystem => Role is "system" or "developer";

    /// <summary>The attachments as the answer mentions them, then the text.</summary>
    public string TextWithAttachments =>
        Attachments.Count == 0 ? Text : string.Join(' ', Attachments.Select(attachment => attachment.ToString()).Append(Text).Where(part => part.Length > 0));
}
