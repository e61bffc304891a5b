using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Weir.Lab.Simulator.Text;

namespace Weir.Lab.Simulator.Schemas;

/// <summary>Strings and numbers within the bounds of a schema.</summary>
internal static class SchemaScalars
{
    // Patterns are met by trial: these are the shapes that schemas in the wild ask for most.
    private static readonly string[] Shapes =
    [
        "river", "River", "RIVER", "ABC-123", "abc-123", "12345", "1.2.3", "v1.2.3", "2026-03-14", "+15550100123", "a1", "AB", "ABC", "abc_def",
        "river@example.com", "https://example.com/river", "#a1b2c3", "12:30", "0", "A1B2C3", "00000", "123-45-6789", "123-456-7890", "ABCD1234",
    ];

    /// <summary>A type or the name of a property; in a schema from outside, null may stand there.</summary>
    public static string Word(JsonNode? node) => node?.GetValue<string>() ?? throw new SchemaException("it has null where a word must be.");

    public static int? Count(JsonObject schema, string name) =>
        schema[name] is JsonValue value ? (int)Math.Min(value.GetValue<double>(), 100_000) : null;

    public static JsonNode Number(JsonObject schema, SeededRandom random, bool whole)
    {
        var step = Decimal(schema, "multipleOf") ?? (whole ? 1m : 0.5m);
        if (step <= 0)
            throw new SchemaException("'multipleOf' must be above 0.");
        if (whole && step != decimal.Truncate(step))
            step = Enumerable.Range(1, 1000).Select(factor => step * factor).FirstOrDefault(product => product == decimal.Truncate(product), step);
        var (least, aboveLeast) = Bound(schema, "minimum", "exclusiveMinimum", (left, right) => left > right);
        var (most, belowMost) = Bound(schema, "maximum", "exclusiveMaximum", (left, right) => left < right);
        var low = decimal.Ceiling((least ?? Math.Min(0, (most ?? 100) - (100 * step))) / step);
        if (aboveLeast && low * step == least)
            low++;
        var high = decimal.Floor((most ?? Math.Max(100, (low * step) + (100 * step))) / step);
        if (belowMost && high * step == most)
            high--;
        if (high >= low)
            return Plain((low + random.Next((int)Math.Min(high - low + 1, 1000))) * step);

        // No multiple of the step lies between the bounds; a fraction may.
        if (!whole && schema["multipleOf"] is null && least is { } from && most is { } to && from <= to)
            return Plain((from + to) / 2);
        throw new SchemaException("no number lies within its bounds.");
    }

    public static JsonNode Text(JsonObject schema, SeededRandom random, int attempt)
    {
        if (schema["format"] is JsonValue format && Formatted(format.GetValue<string>(), random) is { } formatted)
            return formatted;
        if (schema["pattern"] is not null)
            return Shapes[attempt % Shapes.Length];
        var least = Count(schema, "minLength") ?? 1;
        var most = Count(schema, "maxLength") ?? Math.Max(least, 40);
        if (most < least)
            throw new SchemaException("'maxLength' is below 'minLength'.");
        var text = new StringBuilder(PseudoText.Word(random));
        while (text.Length < least)
            text.Append(' ').Append(PseudoText.Word(random));
        if (text.Length > most)
            text.Length = most;
        if (text.Length > 0 && text[^1] == ' ')
            text[^1] = 's';
        return text.ToString();
    }

    private static JsonNode Plain(decimal number)
    {
        // 5.0 and 5 are the same number; clients that read integers want the second.
        var plain = number / 1.0000000000000000000000000000m;
        return JsonNode.Parse(plain.ToString(CultureInfo.InvariantCulture))!;
    }

    private static string? Formatted(string format, SeededRandom random) => format switch
    {
        "date" => Date(random),
        "time" => $"{random.Next(24):00}:{random.Next(60):00}:{random.Next(60):00}Z",
        "date-time" => $"{Date(random)}T{random.Next(24):00}:{random.Next(60):00}:{random.Next(60):00}Z",
        "duration" => $"PT{1 + random.Next(59)}M",
        "email" or "idn-email" => $"{PseudoText.Word(random)}@example.com",
        "hostname" or "idn-hostname" => $"{PseudoText.Word(random)}.example.com",
        "ipv4" => $"192.0.2.{random.Next(256)}",
        "ipv6" => $"2001:db8::{1 + random.Next(0xFFFE):x}",
        "uri" or "url" or "iri" => $"https://example.com/{PseudoText.Word(random)}",
        "uri-reference" => $"/{PseudoText.Word(random)}",
        "uuid" => Uuid(random),
        _ => null,
    };

    private static string Date(SeededRandom random) => $"{2000 + random.Next(50)}-{1 + random.Next(12):00}-{1 + random.Next(28):00}";

    private static string Uuid(SeededRandom random)
    {
        var (high, low) = (random.NextBits(), random.NextBits());
        return $"{high >> 32:x8}-{(high >> 16) & 0xFFFF:x4}-4{high & 0xFFF:x3}-{0x8000 | (low >> 48 & 0x3FFF):x4}-{low & 0xFFFF_FFFF_FFFF:x12}";
    }

    private static (decimal? Limit, bool Exclusive) Bound(JsonObject schema, string name, string exclusiveName, Func<decimal, decimal, bool> tighter)
    {
        var limit = Decimal(schema, name);
        if (schema[exclusiveName] is JsonValue draft4 && draft4.TryGetValue(out bool exclusive))
            return (limit, exclusive && limit is not null);
        var strict = Decimal(schema, exclusiveName);
        return strict is { } value && (limit is null || tighter(value, limit.Value) || value == limit) ? (strict, true) : (limit, false);
    }

    private static decimal? Decimal(JsonObject schema, string name) =>
        schema[name] is JsonValue value && value.TryGetValue(out double number) ? (decimal)Math.Clamp(number, -1e15, 1e15) : null;
}
