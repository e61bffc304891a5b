using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Weir.Lab.Simulator.Responses;

/// <summary>The responses of this process; the oldest leave.</summary>
internal sealed class ResponseStore
{
    private const int Capacity = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, StoredResponse> _known = [];
    private readonly Queue<string> _order = new();

    public void Add(StoredResponse response)
    {
        lock (_lock)
        {
            _known[response.Id] = response;
            _order.Enqueue(response.Id);
            while (_order.Count > Capacity)
                _known.Remove(_order.Dequeue());
        }
    }

    public bool TryGet(string id, [NotNullWhen(true)] out StoredResponse? response)
    {
        lock (_lock)
            return _known.TryGetValue(id, out response);
    }

    public bool Remove(string id)
    {
        lock (_lock)
            return _known.Remove(id);
    }

    /// <summary>The item of that identifier in any response, null when there is none.</summary>
    public JsonNode? FindItem(string id)
    {
        lock (_lock)
        {
            return _known.Values.SelectMany(response => response.Output.Concat(response.Input))
                .FirstOrDefault(item => item?["id"] is JsonValue value && value.TryGetValue(out string? own) && own == id);
        }
    }
}
