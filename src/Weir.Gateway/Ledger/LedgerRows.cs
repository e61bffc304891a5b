using Weir.Dialects.Usage;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Ledger;

/// <summary>What the rows of calls and attempts have in common.</summary>
internal static class LedgerRows
{
    public const string UsageColumns =
        "input_tokens, output_tokens, cached_input_tokens, cache_write_tokens, reasoning_tokens, audio_input_tokens, audio_output_tokens";

    public static string InsertInto(string table, string columns)
    {
        var parameters = Enumerable.Range(1, columns.Count(letter => letter == ',') + 1).Select(number => $"${number}");
        return $"INSERT INTO {table} ({columns}) VALUES ({string.Join(", ", parameters)})";
    }

    public static void Bind(SqliteStatement row, in TokenUsage usage) => row
        .Add(usage.Input).Add(usage.Output).Add(usage.CachedInput).Add(usage.CacheWrite)
        .Add(usage.Reasoning).Add(usage.AudioInput).Add(usage.AudioOutput);

    // Arguments are evaluated from left to right, as the columns are read.
    public static TokenUsage ReadUsage(SqliteStatement row) => new(
        row.NextLong(), row.NextLong(), row.NextLong(), row.NextLong(), row.NextLong(), row.NextLong(), row.NextLong());

    public static Outcome ReadOutcome(SqliteStatement row) =>
        OutcomeNames.TryParse(row.NextText(), out Outcome outcome) ? outcome : throw new InvalidDataException("an outcome that this Weir does not know");

    public static UsageSource ReadSource(SqliteStatement row) =>
        OutcomeNames.TryParse(row.NextText(), out UsageSource source) ? source : throw new InvalidDataException("a usage source that this Weir does not know");
}
