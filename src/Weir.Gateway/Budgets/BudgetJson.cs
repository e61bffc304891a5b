using System.Globalization;
using System.Text.Json;

namespace Weir.Gateway.Budgets;

/// <summary>A budget as the admin API and the command line show it.</summary>
internal static class BudgetJson
{
    /// <summary>Writes a budget with its counters.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="listing">Knows how the counters stand.</param>
    /// <param name="budget">The budget.</param>
    /// <param name="subject">The one counter that is wanted; null for all.</param>
    public static void Write(Utf8JsonWriter json, BudgetListing listing, BudgetState budget, string? subject = null)
    {
        var model = budget.Model;
        json.WriteStartObject();
        json.WriteString("name", model.Name);
        json.WriteString("unit", model.Unit == BudgetUnit.Money ? "usd" : "tokens");
        json.WriteNumber("limit", model.Limit);
        json.WriteString("per", BudgetWords.Of(model.Calendar));
        json.WriteBoolean("hard", model.IsHard);
        json.WriteString("contact", model.Contact);
        json.WriteBoolean("counted", budget.Counted.IsCompleted);
        json.WriteStartArray("each");
        foreach (var dimension in model.Each) json.WriteStringValue(dimension.ToString().ToLowerInvariant());
        json.WriteEndArray();
        WriteCounters(json, listing, budget, subject);
        json.WriteStartArray("raises");
        foreach (var raise in budget.Raises.Where(raise => subject is null || raise.Subject is null || raise.Subject == subject)) Write(json, raise);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteCounters(Utf8JsonWriter json, BudgetListing listing, BudgetState budget, string? subject)
    {
        var unit = budget.Model.Unit;
        var (count, most) = listing.Of(budget, subject);
        json.WriteNumber("counter_count", count);
        json.WriteStartArray("counters");
        foreach (var (name, figures) in most)
        {
            json.WriteStartObject();
            json.WriteString("subject", name);
            json.WriteNumber("spent", figures.Spent.In(unit));
            json.WriteNumber("reserved", figures.Reserved.In(unit));
            json.WriteNumber("limit", figures.Limit);
            json.WriteString("resets_at", TimeOf(figures.ResetsAt));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, BudgetRaise raise)
    {
        json.WriteStartObject();
        json.WriteString("subject", raise.Subject);
        json.WriteNumber("by", raise.Amount);
        json.WriteString("until", TimeOf(raise.Until));
        json.WriteString("reason", raise.Reason);
        json.WriteString("raised_by", raise.By);
        json.WriteString("raised_at", TimeOf(raise.At));
        json.WriteEndObject();
    }

    private static string? TimeOf(long? micros) => micros is { } at
        ? DateTimeOffset.UnixEpoch.AddTicks(at * TimeSpan.TicksPerMicrosecond).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
        : null;
}
