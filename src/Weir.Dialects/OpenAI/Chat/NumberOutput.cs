using System.Buffers;
using System.Globalization;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>Writing numbers between bytes.</summary>
internal static class NumberOutput
{
    /// <summary>The longest: <c>-9223372036854775808</c>.</summary>
    private const int MostDigits = 20;

    public static void WriteNumber(this IBufferWriter<byte> output, long number)
    {
        number.TryFormat(output.GetSpan(MostDigits), out var written, default, CultureInfo.InvariantCulture);
        output.Advance(written);
    }
}
