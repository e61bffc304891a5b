using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Responses;

/// <summary>Reads of a stream's events which items they begin and end.</summary>
public static class ItemNews
{
    /// <summary>Reads an event.</summary>
    /// <param name="data">Its payload, which has been found to be JSON.</param>
    /// <param name="item">The item that begins or ends.</param>
    /// <param name="ends">Whether it ends.</param>
    /// <returns>False for all other events.</returns>
    public static bool TryRead(ReadOnlySpan<byte> data, out KnownItem item, out bool ends)
    {
        item = new KnownItem(default, 0, IsMessage: false);
        ends = false;
        // Most events are deltas, and need no second look.
        if (data.IndexOf("response.output_item."u8) < 0) return false;
        var read = new ResponseEvent(data);
        ends = read.Type.SequenceEqual("response.output_item.done"u8);
        if (read.Item.IsEmpty || !(ends || read.Type.SequenceEqual("response.output_item.added"u8))) return false;
        var reader = new Utf8JsonReader(read.Item, EventJson.Options);
        using var body = JsonDocument.ParseValue(ref reader);
        var isMessage = ItemPieces.Member(body.RootElement, "type"u8).SequenceEqual("message"u8);
        item = new KnownItem(ItemPieces.Member(body.RootElement, "id"u8).ToArray(), read.OutputIndex, isMessage);
        return true;
    }
}
