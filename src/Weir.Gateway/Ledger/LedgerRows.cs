using Weir.Dialects.Usage;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Ledger;

/// <summary>What the rows of calls and attempts have in common.</summary>
internal static class LedgerRows
{
    /// <summary>The columns of a usage that are counts, and can be added up.</summary>
    public const string CountColumns =
        "input_tokens, output_tokens, cached_input_tokens, cache_write_tokens, reasoning_tokens, audio_input_tokens, audio_output_tokens, "
        + "cache_write_hour_tokens, cached_audio_tokens, image_input_tokens, cached_image_tokens, image_output_tokens, images, audio_us, "
        + "web_searches, other_model_tokens";

    public const string UsageColumns = CountColumns + ", inference_region, service_tier";

    /// <summary>As many parameters as there are <see cref="UsageColumns"/>.</summary>
    public const string UsageParameters = "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18";

    public static string InsertInto(string table, string columns)
    {
        var parameters = Enumerable.Range(1, columns.Count(letter => letter == ',') + 1).Select(number => $"${number}");
        return $"INSERT INTO {table} ({columns}) VALUES ({string.Join(", ", parameters)})";
    }

    public static void Bind(Statement row, in TokenUsage usage)
    {
        BindCounts(row, UsageCounts.Of(usage));
        row.Add(usage.Extras?.Region).Add(ServiceTiers.NameOf(usage.Tier));
    }

    /// <summary>Binds the <see cref="CountColumns"/>.</summary>
    public static void BindCounts(Statement row, UsageCounts counts)
    {
        foreach (var count in counts) row.Add(count);
    }

    // Arguments are evaluated from left to right, as the columns are read.
    public static TokenUsage ReadUsage(Statement row) => new(
        row.NextLong(), row.NextLong(), row.NextLong(), row.NextLong(), row.NextLong(), row.NextLong(), row.NextLong(), row.NextLong(),
        ReadExtras(row), ReadTier(row));

    // Initialisers run in the order in which they are written.
    private static UsageExtras? ReadExtras(Statement row)
    {
        var extras = new UsageExtras
        {
            CachedAudio = row.NextLong(),
            ImageInput = row.NextLong(),
            CachedImage = row.NextLong(),
            ImageOutput = row.NextLong(),
            Images = row.NextLong(),
            AudioMicros = row.NextLong(),
            WebSearches = row.NextLong(),
            OtherModels = row.NextLong(),
            Region = row.NextText(),
        };
        return extras == new UsageExtras() ? null : extras;
    }

    private static ServiceTier ReadTier(Statement row) =>
        ServiceTiers.TryParse(row.NextText(), out var tier) ? tier : throw new InvalidDataException("a service tier that this Weir does not know");

    public static Outcome ReadOutcome(Statement row) =>
        OutcomeNames.TryParse(row.NextText(), out Outcome outcome) ? outcome : throw new InvalidDataException("an outcome that this Weir does not know");

    public static Origin ReadOrigin(Statement row) =>
        OriginNames.Find(row.NextText()) ?? throw new InvalidDataException("an origin that this Weir does not know");

    public static UsageSource ReadSource(Statement row) =>
        OutcomeNames.TryParse(row.NextText(), out UsageSource source) ? source : throw new InvalidDataException("a usage source that this Weir does not know");
}
