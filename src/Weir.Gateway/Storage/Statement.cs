using System.Globalization;

namespace Weir.Gateway.Storage;

/// <summary>
/// A prepared statement that binds its parameters and reads its columns from left to right. Every parameter is bound anew for each run.
/// </summary>
internal abstract class Statement : IDisposable
{
    /// <summary>Which column is read next.</summary>
    protected int Column { get; set; }

    /// <summary>Binds the next parameter.</summary>
    public abstract Statement Add(string? value);

    /// <inheritdoc cref="Add(string?)"/>
    public abstract Statement Add(long value);

    /// <inheritdoc cref="Add(string?)"/>
    public abstract Statement Add(long? value);

    /// <summary>Binds the next parameter as exact decimal text, never with an exponent.</summary>
    public abstract Statement Add(decimal? value);

    /// <inheritdoc cref="Add(decimal?)"/>
    public abstract Statement Add(in ExactDecimal value);

    /// <summary>Binds the next parameter as text that is UTF-8 already.</summary>
    public abstract Statement AddUtf8(ReadOnlySpan<byte> value);

    /// <summary>Goes to the next row. After the last one the statement is ready to be bound anew.</summary>
    public abstract bool Read();

    /// <summary>Makes the statement ready to be bound anew, also after a failure halfway.</summary>
    public abstract void Reset();

    /// <summary>A text, or null.</summary>
    public abstract string? NextText();

    /// <summary>A text as UTF-8, good until the next row; empty where there is none.</summary>
    public abstract ReadOnlySpan<byte> NextSpan();

    /// <summary>A number; 0 where there is none.</summary>
    public abstract long NextLong();

    /// <summary>A number, or null.</summary>
    public abstract long? NextLongOrNull();

    /// <summary>Runs the statement to its end.</summary>
    public void Run()
    {
        while (Read())
        {
            // Rows that nobody asked for, as PRAGMA returns them.
        }
    }

    /// <summary>A text as UTF-8; empty where there is none.</summary>
    public byte[] NextUtf8() => NextSpan().ToArray();

    /// <summary>A text that is there.</summary>
    public string NextString() => NextText() ?? throw new InvalidDataException($"column {Column - 1} holds nothing");

    /// <summary>A number that was bound as a decimal, or null.</summary>
    public decimal? NextDecimal() =>
        NextText() is { } text ? decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture) : null;

    /// <summary>A sum, which may have more digits than a <see cref="decimal"/>.</summary>
    public ExactDecimal NextExact() => ExactDecimal.TryParse(NextSpan(), out var number)
        ? number
        : throw new InvalidDataException($"a sum in column {Column - 1} that is no decimal number");

    /// <inheritdoc/>
    public abstract void Dispose();
}
