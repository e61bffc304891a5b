using System.Text.Json;

namespace Weir.Dialects.Json;

/// <summary>Steps over the value of the member whose name a reader stands on.</summary>
internal static class MemberReading
{
    /// <summary>Passes the value over.</summary>
    public static void SkipValue(this scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    /// <summary>Gives a reader that stands on the value's beginning, and passes the value over.</summary>
    public static Utf8JsonReader Value(this scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        var value = reader;
        reader.Skip();
        return value;
    }

    /// <summary>The inside of the value where it is a string, as it is escaped; nothing where it is something else.</summary>
    public static ReadOnlySpan<byte> Inside(this scoped ref Utf8JsonReader reader)
    {
        var value = reader.Value();
        return value.TokenType == JsonTokenType.String ? value.ValueSpan : default;
    }

    /// <summary>The value where it is a whole number; null where it is something else.</summary>
    public static long? Number(this scoped ref Utf8JsonReader reader)
    {
        var value = reader.Value();
        return value.TokenType == JsonTokenType.Number && value.TryGetInt64(out var number) ? number : null;
    }
}
