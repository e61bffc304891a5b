using System.Buffers;

namespace Weir.Dialects.Answers.Checks;

/// <summary>
/// Finds the loop that a degenerate model is caught in: the end of what it says is one piece of text repeated without a
/// change. Keeps a window of fixed size, and looks only once in a few hundred bytes.
/// </summary>
public sealed class Repetition : IDisposable
{
    /// <summary>How much is looked at, in bytes.</summary>
    private const int Window = 8 * 1024;

    /// <summary>Rows of a table, dashes, rows of zeros: all that is said on purpose and is short. A loop goes on.</summary>
    private const int FewestBytes = 2 * 1024;

    private const int FewestTimes = 10;

    /// <summary>After how many bytes the window is looked at again.</summary>
    private const int Step = 512;

    /// <summary>What is looked for further ahead, to learn the length of the piece.</summary>
    private const int Sample = 64;

    private byte[]? _window;
    private int _filled;
    private int _unseen;

    /// <summary>Whether a loop was found.</summary>
    public bool IsFound { get; private set; }

    /// <summary>Takes the next bytes of the text. A loop that was found stays found.</summary>
    public void Feed(ReadOnlySpan<byte> text)
    {
        while (!IsFound && !text.IsEmpty)
        {
            var part = text[..Math.Min(text.Length, Step)];
            Append(part);
            text = text[part.Length..];
            _unseen += part.Length;
            if (_unseen < Step || _filled < FewestBytes) continue;
            _unseen = 0;
            IsFound = Loops(_window.AsSpan(0, _filled));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_window is not null) ArrayPool<byte>.Shared.Return(_window);
        _window = null;
    }

    private void Append(ReadOnlySpan<byte> part)
    {
        _window ??= ArrayPool<byte>.Shared.Rent(2 * Window);
        if (_filled + part.Length > 2 * Window)
        {
            _window.AsSpan(_filled - Window, Window).CopyTo(_window);
            _filled = Window;
        }
        part.CopyTo(_window.AsSpan(_filled));
        _filled += part.Length;
    }

    private static bool Loops(ReadOnlySpan<byte> said)
    {
        if (said.Length > Window) said = said[^Window..];
        // The distance to where the last bytes stood before is the length of the piece, if there is one.
        var before = said[..^1].LastIndexOf(said[^Sample..]);
        if (before < 0) return false;
        var period = said.Length - Sample - before;
        var least = Math.Max(FewestBytes, FewestTimes * period);
        return least <= said.Length && said[^(least - period)..].SequenceEqual(said[^least..^period]);
    }
}
