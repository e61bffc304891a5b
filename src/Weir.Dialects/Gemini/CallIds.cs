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
    private readonly Dictionary<string, Queue<OpenCall>> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Queue<OpenCall>> _byName = new(StringComparer.Ordinal);
    private int _made;

    /// <summary>A call's identifier.</summary>
    public JsonElement Open(JsonElement? given, JsonElement name)
    {
        var call = new OpenCall(given ?? Make());
        Add(_byId, Say(call.Id), call);
        Add(_byName, Say(name), call);
        return call.Id;
    }

    /// <summary>The identifier of the call that a result answers, or null when there is no such call.</summary>
    public JsonElement? Close(JsonElement? given, JsonElement name)
    {
        if (!(given is null ? _byName : _byId).TryGetValue(Say(given ?? name), out var calls)) return given;
        while (calls.TryDequeue(out var call))
        {
            // It waits in two queues, and was found in the other.
            if (call.IsClosed) continue;
            call.IsClosed = true;
            return call.Id;
        }
        return given;
    }

    private static void Add(Dictionary<string, Queue<OpenCall>> calls, string key, OpenCall call)
    {
        if (!calls.TryGetValue(key, out var queue)) calls.Add(key, queue = new Queue<OpenCall>());
        queue.Enqueue(call);
    }

    private JsonElement Make()
    {
        string id;
        do id = string.Create(CultureInfo.InvariantCulture, $"call_{++_made}");
        while (_byId.ContainsKey(id));
        return RawJson.Text(id);
    }

    private static string Say(JsonElement text) => RawJson.Say(RawJson.Inside(text)) ?? "";

    private sealed class OpenCall(JsonElement id)
    {
        public JsonElement Id => id;

        public bool IsClosed { get; set; }
    }
}
