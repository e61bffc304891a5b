using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Gateway.Budgets;
using Weir.Gateway.Configuration;

namespace Weir.Gateway.Admin;

/// <summary>Reads what a raise is asked for with: <c>{"by": 50, "until": "2026-12-01T00:00:00Z", "reason": "…", "subject": "…"}</c>.</summary>
internal static class RaiseBody
{
    private const int Largest = 64 * 1024;

    private static readonly string[] Members = ["by", "until", "reason", "subject"];

    /// <param name="request">The request.</param>
    /// <param name="budget">The budget's name.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="now">Microseconds since the Unix epoch.</param>
    /// <returns>The raise, or what is wrong with the body and what to do about it.</returns>
    public static async Task<(BudgetRaise? Raise, string? Problem)> ReadAsync(HttpRequest request, string budget, string by, long now)
    {
        if (request.ContentLength is null or > Largest) return (null, "The body is missing or too large. Send by, until and reason as JSON.");
        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body);
            return body.RootElement.ValueKind == JsonValueKind.Object ? Read(body.RootElement, budget, by, now) : NoObject;
        }
        catch (JsonException)
        {
            return NoObject;
        }
    }

    private static (BudgetRaise?, string?) NoObject => (null, "The body is no JSON object with by, until and reason.");

    private static (BudgetRaise?, string?) Read(JsonElement root, string budget, string by, long now)
    {
        // A subject that is written wrong would raise the budget for everybody.
        foreach (var member in root.EnumerateObject())
            if (!Members.Contains(member.Name, StringComparer.Ordinal)) return (null, $"'{Shown.Short(member.Name)}' is not known. {Nearest.Remedy(member.Name, Members, "A raise has by, until, reason and subject.")}");
        if (!root.TryGetProperty("by", out var number) || number.ValueKind != JsonValueKind.Number || !number.TryGetDecimal(out var amount))
            return (null, "'by' is no number. Write how much more may be spent, in the budget's unit, such as 50.");
        if (FaultTimes.Find(Text(root, "until")) is not { } until) return (null, "'until' is no date and time with an offset. Write one such as 2026-12-01T00:00:00Z.");
        if (root.TryGetProperty("subject", out var subject) && subject.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
            return (null, "'subject' is no text. Write the user's name, say, in quotation marks, or leave it out for all.");
        return (new BudgetRaise
        {
            Budget = budget,
            Subject = Text(root, "subject"),
            Amount = amount,
            Until = (until - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond,
            Reason = Text(root, "reason") ?? "",
            By = by,
            At = now,
        }, null);
    }

    private static string? Text(JsonElement root, string member) =>
        root.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
