using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Weir.Gateway.Model;

namespace Weir.Gateway.Limits;

/// <summary>Limits as one text, for keys in the database and on the command line: <c>requests_per_minute=60,concurrency=4</c>.</summary>
internal static class QuotaText
{
    private static readonly (string Name, Func<QuotaModel, long?> Get, Func<QuotaModel, int, QuotaModel> With)[] Members =
    [
        ("requests_per_minute", quota => quota.RequestsPerMinute, (quota, value) => quota with { RequestsPerMinute = value }),
        ("requests_per_day", quota => quota.RequestsPerDay, (quota, value) => quota with { RequestsPerDay = value }),
        ("input_tokens_per_minute", quota => quota.InputTokensPerMinute, (quota, value) => quota with { InputTokensPerMinute = value }),
        ("input_tokens_per_day", quota => quota.InputTokensPerDay, (quota, value) => quota with { InputTokensPerDay = value }),
        ("output_tokens_per_minute", quota => quota.OutputTokensPerMinute, (quota, value) => quota with { OutputTokensPerMinute = value }),
        ("output_tokens_per_day", quota => quota.OutputTokensPerDay, (quota, value) => quota with { OutputTokensPerDay = value }),
        ("tokens_per_minute", quota => quota.TokensPerMinute, (quota, value) => quota with { TokensPerMinute = value }),
        ("tokens_per_day", quota => quota.TokensPerDay, (quota, value) => quota with { TokensPerDay = value }),
        ("concurrency", quota => quota.Concurrency, (quota, value) => quota with { Concurrency = value }),
    ];

    /// <summary>The names of all limits.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Members.Select(member => member.Name)];

    /// <summary>Writes limits; null where there are none.</summary>
    [return: NotNullIfNotNull(nameof(quota))]
    public static string? Write(QuotaModel? quota) => quota is null
        ? null
        : string.Join(',', from member in Members let value = member.Get(quota) where value is not null select $"{member.Name}={value.Value.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>Reads limits.</summary>
    /// <param name="text">Pairs of a name and a whole number, 1 or more, separated by commas.</param>
    /// <param name="fault">The pair that is none; empty where all are.</param>
    /// <returns>Null after a fault.</returns>
    public static QuotaModel? Read(string text, out string fault)
    {
        var quota = new QuotaModel();
        fault = "";
        foreach (var pair in text.Split(','))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var member = Array.Find(Members, member => equals > 0 && member.Name == pair[..equals].Trim());
            if (member.With is null || !int.TryParse(pair.AsSpan(equals + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value < 1)
            {
                fault = pair;
                return null;
            }
            quota = member.With(quota, value);
        }
        return quota;
    }
}
