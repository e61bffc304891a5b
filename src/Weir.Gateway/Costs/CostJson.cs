using System.Text.Json;

namespace Weir.Gateway.Costs;

/// <summary>A report as JSON, for the command line and the admin API alike. Money is exact US dollars; what is not known is null.</summary>
internal static class CostJson
{
    public static void Write(Utf8JsonWriter json, CostReport report)
    {
        json.WriteStartObject();
        json.WriteString("since", report.From.UtcDateTime);
        if (report.Query.Until is { } until) json.WriteString("until", until.UtcDateTime);
        json.WriteString("time_zone", report.Query.Zone.Id);
        json.WriteString("source", SourceOf(report.Source.Kind));
        json.WriteNumber("groups", report.Groups);
        json.WriteStartArray("rows");
        foreach (var row in report.Rows)
        {
            json.WriteStartObject();
            for (var at = 0; at < row.Values.Count; at++) WriteValue(json, CostDimensions.NameOf(report.Query.By[at]), row.Values[at]);
            WriteTotals(json, row.Totals, report.Total);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (report.Unnamed is { } unnamed) WriteSection(json, "unnamed", unnamed, report.Total);
        WriteSection(json, "total", report.Total, report.Total);
        json.WriteEndObject();
    }

    private static void WriteSection(Utf8JsonWriter json, string name, CostTotals totals, CostTotals all)
    {
        json.WriteStartObject(name);
        WriteTotals(json, totals, all);
        json.WriteEndObject();
    }

    private static void WriteTotals(Utf8JsonWriter json, CostTotals totals, CostTotals all)
    {
        json.WriteNumber("calls", totals.Calls);
        json.WriteNumber("attempts", totals.Attempts);
        json.WriteNumber("input_tokens", totals.Input);
        json.WriteNumber("output_tokens", totals.Output);
        json.WriteNumber("cached_input_tokens", totals.CachedInput);
        if (totals.IsUnknown) json.WriteNull("cost");
        else json.WriteNumber("cost", totals.Cost);
        if (all.Cost > 0) json.WriteNumber("share", decimal.Round(totals.Cost / all.Cost, 6));
        else json.WriteNull("share");
        json.WriteNumber("uncosted_attempts", totals.Uncosted);
        Write(json, "estimated_attempts", totals.Estimated);
        Write(json, "retries", totals.Retries);
        Write(json, "hedges", totals.Hedges);
        Write(json, "failed_attempts", totals.Failed);
        Write(json, "shared_calls", totals.Shared);
        if (totals.Wasted is { } wasted) json.WriteNumber("wasted", wasted);
        else json.WriteNull("wasted");
        json.WriteNumber("saved", totals.Saved);
    }

    private static void WriteValue(Utf8JsonWriter json, string name, string value)
    {
        if (value.Length == 0) json.WriteNull(name);
        else json.WriteString(name, value);
    }

    private static void Write(Utf8JsonWriter json, string name, long? number)
    {
        if (number is { } known) json.WriteNumber(name, known);
        else json.WriteNull(name);
    }

    private static string SourceOf(CostSourceKind kind) => kind switch
    {
        CostSourceKind.Hours => "hours",
        CostSourceKind.ValueDays => "value_days",
        CostSourceKind.ValueHours => "value_hours",
        _ => "rows",
    };
}
