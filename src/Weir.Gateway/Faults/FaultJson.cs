using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Faults;

/// <summary>Faults as JSON: the words of the configuration, and of one that lives what became of it.</summary>
internal static class FaultJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether two faults say the same.</summary>
    public static bool AreAlike(FaultModel one, FaultModel other) => Text(one).AsSpan().SequenceEqual(Text(other));

    /// <summary>A time as it may be written in the configuration.</summary>
    public static string TimeOf(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Writes a fault with its life, as one object.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="fault">The fault.</param>
    /// <param name="spared">The models that it spares now.</param>
    /// <param name="now">The time.</param>
    public static void Write(Utf8JsonWriter json, FaultState fault, IEnumerable<string> spared, DateTimeOffset now)
    {
        json.WriteStartObject();
        json.WriteString("name", fault.Model.Name);
        json.WriteString("state", fault.PhaseAt(now).ToString().ToLowerInvariant());
        json.WriteString("origin", fault.By is null ? "configuration" : "admin");
        if (fault.By is { } by) json.WriteString("started_by", by);
        json.WriteString("starts_at", TimeOf(fault.StartsAt));
        if (fault.EndsAt is { } end) json.WriteString("ends_at", TimeOf(end));
        else json.WriteNull("ends_at");
        json.WriteNumber("injected", fault.Injected);
        json.WriteNumber("skipped", fault.Skipped);
        Names(json, "spared_models", [.. spared.Order(StringComparer.Ordinal)]);
        Members(json, fault.Model);
        json.WriteEndObject();
    }

    private static byte[] Text(FaultModel fault)
    {
        var text = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(text, Options))
        {
            json.WriteStartObject();
            Members(json, fault);
            if (fault.From is { } from) json.WriteString("from", TimeOf(from));
            if (fault.Until is { } until) json.WriteString("until", TimeOf(until));
            if (fault.For is { } lasts) json.WriteString("for", Quantity.Show(lasts));
            json.WriteEndObject();
        }
        return text.WrittenSpan.ToArray();
    }

    private static void Members(Utf8JsonWriter json, FaultModel fault)
    {
        json.WriteString("kind", FaultKinds.NameOf(fault.Kind));
        Names(json, "deployments", fault.Deployments);
        if (fault.Provider is { } provider) json.WriteString("provider", provider);
        if (fault.Kind == FaultKind.Status) json.WriteNumber("code", fault.Code);
        if (fault.RetryAfter is { } retry) json.WriteString("retry_after", Quantity.Show(retry));
        if (FaultKinds.HasWait(fault.Kind) && fault.Wait != Timeout.InfiniteTimeSpan) json.WriteString("wait", Quantity.Show(fault.Wait));
        if (FaultKinds.HasAfter(fault.Kind)) json.WriteNumber("after", fault.After);
        json.WriteNumber("percent", fault.Percent);
        Names(json, "tenants", fault.Scope.Tenants);
        Names(json, "keys", fault.Scope.Keys);
        Names(json, "features", fault.Scope.Features);
        Names(json, "models", fault.Scope.Models);
        json.WriteBoolean("only_on_request", fault.Scope.OnlyOnRequest);
        json.WriteBoolean("allow_total", fault.AllowTotal);
    }

    private static void Names(Utf8JsonWriter json, string member, IReadOnlyList<string>? names)
    {
        if (names is null) return;
        json.WriteStartArray(member);
        foreach (var name in names) json.WriteStringValue(name);
        json.WriteEndArray();
    }
}
