using System.Globalization;
using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Gemini;

/// <summary>
/// Identifiers of function calls, which Gemini leaves to the client: where there is none, one is made, and results find their
/// calls by name in order.
/// </summary>
internal sealed class CallIds
{
    private readonly List<(string Id, string Name, JsonElement Raw)> _open = [];
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private int _made;

    /// <summary>A call's identifier.</summary>
    public JsonElement Open(JsonElement? given, JsonElement name)
    {
        var id = given ?? Make();
        var text = Say(id);
        _taken.Add(text);
        _open.Add((text, Say(name), id));
        return id;
    }

    /// <summary>The identifier of the call that a result answers, or null when there is no such call.</summary>
    public JsonElement? Close(JsonElement? given, JsonElement name)
    {
        var wanted = Say(given ?? name);
        var at = _open.FindIndex(call => (given is null ? call.Name : call.Id) == wanted);
        if (at < 0) return given;
        var id = _open[at].Raw;
        _open.RemoveAt(at);
        return id;
    }

    private JsonElement Make()
    {
        string id;
        do id = string.Create(CultureInfo.InvariantCulture, $"call_{++_made}");
        while (_taken.Contains(id));
        return RawJson.Text(id);
    }

    private static string Say(JsonElement text) => RawJson.Say(RawJson.Inside(text)) ?? "";
}
