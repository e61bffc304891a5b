using Weir.Dialects.Usage;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Ledger;

/// <summary>What the rows of calls and attempts have in common.</summary>
internal static class LedgerRows
{
    public const string UsageColumns =
        "input_tokens, output_tokens, cached_input_tokens, cache_write_tokens, reasoning_tokens, audio_input_tokens, audio_output_tokens, "
        + "cache_write_hour_tokens, cached_audio_tokens, image_input_tokens, cached_image_tokens, image_output_tokens, images, audio_us, "
        + "web_searches, other_model_tokens, inference_region, service_tier";

    /// <summary>As many parameters as there are <see cref="UsageColumns"/>.</summary>
    public const string UsageParameters = "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18";

    public static string InsertInto(string table, string columns)
    {
        var parameters = Enumerable.Range(1, columns.Count(letter => letter == ',') + 1).Select(number => $"${number}");
        return $"INSERT INTO {table} ({columns}) VALUES ({string.Join(", ", parameters)})";
    }

    public static void Bind(SqliteStatement row, in TokenUsage usage) => row
        .Add(usage.Input).Add(usage.Output).Add(usage.CachedInput).Add(usage.CacheWrite)
        .Add(usage.Reasoning).Add(usage.AudioInput).Add(usage.AudioOutput).Add(usage.CacheWriteHour)
        .Add(usage.Extras?.CachedAudio ?? 0).Add(usage.Extras?.ImageInput ?? 0).Add(usage.Extras?.CachedImage ?? 0).Add(usage.Extras?.ImageOutput ?? 0)
        .Add(usage.Extras?.Images ?? 0).Add(usage.Extras?.AudioMicros ?? 0).Add(usage.Extras?.WebSearches ?? 0).Add(usage.Extras?.OtherModels ?? 0)
        .Add(usage.Extras?.Region).Add(ServiceTiers.NameOf(usage.Tier));

    // Arguments are evaluated from left to right, as the columns are read.
    public static TokenUsage ReadUsage(SqliteStatement row) => new(
        row.NextLong(), row.NextLong(), row.NextLong(), row.NextLong(), row.NextLong(), row.NextLong(), row.NextLong(), row.NextLong(),
        ReadExtras(row), ReadTier(row));

    // Initialisers run in the order in which they are written.
    private static UsageExtras? ReadExtras(SqliteStatement row)
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

    private static ServiceTier ReadTier(SqliteStatement row) =>
        ServiceTiers.TryParse(row.NextText(), out var tier) ? tier : throw new InvalidDataException("a service tier that this Weir does not know");

    public static Outcome ReadOutcome(SqliteStatement row) =>
        OutcomeNames.TryParse(row.NextText(), out Outcome outcome) ? outcome : throw new InvalidDataException("an outcome that this Weir does not know");

    public static UsageSource ReadSource(SqliteStatement row) =>
        OutcomeNames.TryParse(row.NextText(), out UsageSource source) ? source : throw new InvalidDataException("a usage source that this Weir does not know");
}
