using System.Globalization;
using Weir.Cli.Output;
using Weir.Gateway.Anomalies;

namespace Weir.Cli.Commands.Anomalies;

/// <summary>An anomaly in words, and as JSON, where money is exact.</summary>
internal static class AnomalyText
{
    /// <summary>To the cent, for people.</summary>
    public static string Money(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);

    public static IEnumerable<(string Name, string Value)> Lines(Anomaly anomaly)
    {
        yield return ("id", anomaly.Id);
        yield return ("kind", $"{anomaly.Kind} ({anomaly.Reason})");
        yield return (anomaly.Dimension, Show.Text(anomaly.Value) + (anomaly.Tenant.Length > 0 ? $" of tenant {Show.Text(anomaly.Tenant)}" : ""));
        yield return ("since", Show.Time(anomaly.Since));
        yield return ("found", Show.Time(anomaly.FoundAt));
        yield return ("until", anomaly.Until is { } until ? Show.Time(until) : "goes on");
        yield return ("spent", $"{Show.Money(anomaly.Change.Spent)} USD; {Money(anomaly.Change.Usual)} are usual");
        yield return ("volume", $"{Money(anomaly.Change.Volume)} USD are due to more tokens");
        yield return ("mix", $"{Money(anomaly.Change.Mix)} USD to where they went");
        yield return ("price", $"{Money(anomaly.Change.Price)} USD to what a token cost");
        yield return ("key", Show.Text(anomaly.Key));
        yield return ("model", Show.Text(anomaly.Model));
        yield return ("prompt", Show.Text(anomaly.Prompt));
        yield return ("action", anomaly.Action);
    }

    public static object Json(Anomaly anomaly) => new
    {
        id = anomaly.Id,
        kind = anomaly.Kind,
        reason = anomaly.Reason,
        dimension = anomaly.Dimension,
        tenant = anomaly.Tenant,
        value = anomaly.Value,
        since = Show.Iso(anomaly.Since),
        found_at = Show.Iso(anomaly.FoundAt),
        until = anomaly.Until is { } until ? Show.Iso(until) : null,
        spent = anomaly.Change.Spent,
        usual = anomaly.Change.Usual,
        volume = anomaly.Change.Volume,
        mix = anomaly.Change.Mix,
        price = anomaly.Change.Price,
        key_id = anomaly.Key,
        model = anomaly.Model,
        prompt = anomaly.Prompt,
        action = anomaly.Action,
    };
}
