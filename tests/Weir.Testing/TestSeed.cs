using System.Globalization;

namespace Weir.Testing;

/// <summary>What a random schedule starts from: a new number every time, unless WEIR_TEST_SEED fixes it.</summary>
internal static class TestSeed
{
    public static int Value { get; } =
        Environment.GetEnvironmentVariable("WEIR_TEST_SEED") is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) : Environment.TickCount;
}
