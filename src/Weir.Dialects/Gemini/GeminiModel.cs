using System.Globalization;

namespace Weir.Dialects.Gemini;

/// <summary>What a model's name says of how it wants to be asked. Names that say nothing are taken for models before Gemini 3.</summary>
/// <param name="name">Such as <c>gemini-2.5-flash</c>, with or without <c>models/</c> in front.</param>
internal sealed class GeminiModel(string name)
{
    private const string Family = "gemini-";

    /// <summary>Whether it is of the third generation or a later one, which thinks by level, demands signatures of calls, and looks at images in results.</summary>
    public bool IsThird { get; } = Generation(name) >= 3;

    /// <summary>Whether it is one of the large models, which cannot be kept from thinking.</summary>
    public bool IsPro { get; } = name.Contains("-pro", StringComparison.Ordinal);

    private static int Generation(string name)
    {
        var start = name.IndexOf(Family, StringComparison.Ordinal);
        if (start < 0) return 0;
        var digits = name.AsSpan(start + Family.Length);
        // gemini-flash-latest and its like have stood for the third generation since it came.
        if (digits.EndsWith("-latest") && !digits.ContainsAnyInRange('0', '9')) return 3;
        var length = digits.IndexOfAnyExceptInRange('0', '9');
        if (length >= 0) digits = digits[..length];
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var generation) ? generation : 0;
    }
}
