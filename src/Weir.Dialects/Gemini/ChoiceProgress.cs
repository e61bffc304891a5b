using Weir.Dialects.Answers;

namespace Weir.Dialects.Gemini;

/// <summary>How far a candidate of a streamed answer has come.</summary>
internal sealed class ChoiceProgress
{
    private TextLength _length;

    /// <summary>Why it stopped, or null while it has not.</summary>
    public StopReason? Reason { get; set; }

    /// <summary>Whether thoughts are being shown.</summary>
    public bool IsThinking { get; set; }

    /// <summary>Sources, which are told at the end.</summary>
    public List<Citation> Citations { get; } = [];

    /// <summary>How long its text is.</summary>
    public TextLength Length => _length;

    /// <summary>More text.</summary>
    public void Say(ReadOnlySpan<byte> text) => _length.Add(text);
}
