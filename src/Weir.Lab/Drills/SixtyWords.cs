using Weir.Lab.Simulator.Text;

namespace Weir.Lab.Drills;

/// <summary>The canonical answer: what every upstream of a drill says, so that it does not matter which of them was asked.</summary>
internal static class SixtyWords
{
    /// <summary>How many words it has; each is one token.</summary>
    public const int Count = 60;

    /// <summary>The whole answer.</summary>
    public static string Text { get; } = PseudoText.Write(new SeededRandom(Count), Count);

    private static readonly string[] Words = Text.Split(' ');

    /// <summary>How many of its words a text has in the right order from the start, before the first that does not belong there.</summary>
    public static int CountIn(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Zip(Words).TakeWhile(pair => pair.First == pair.Second).Count();
}
