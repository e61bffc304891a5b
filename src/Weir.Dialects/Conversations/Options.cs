using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Conversations;

/// <summary>
/// Parameters of a request beside its conversation, tools, format and reasoning: a bag from which a writer takes what its dialect
/// can say. What is left in the end could not be said, unless it asks for what happens anyway.
/// </summary>
public sealed class Options
{
    private readonly OrderedDictionary<string, JsonCursor> _values = new(StringComparer.Ordinal);

    /// <summary>Puts a parameter in.</summary>
    /// <param name="name">OpenAI's name where it has one (<c>temperature</c>, <c>top_p</c>, <c>user</c>), else the client dialect's (<c>top_k</c>).</param>
    /// <param name="value">Its value and where it stands; null values are not put in.</param>
    public void Add(string name, JsonCursor value)
    {
        if (value.Kind is not (JsonValueKind.Null or JsonValueKind.Undefined)) _values[name] = value;
    }

    /// <summary>Looks at a parameter and leaves it in.</summary>
    public bool TryPeek(string name, out JsonCursor value) => _values.TryGetValue(name, out value);

    /// <summary>Takes a parameter out: it was said, or honoured in another way.</summary>
    public bool TryTake(string name, out JsonCursor value) => _values.Remove(name, out value);

    /// <summary>Takes parameters out that are honoured in another way.</summary>
    public void Settle(params ReadOnlySpan<string> names)
    {
        foreach (var name in names) _values.Remove(name);
    }

    /// <summary>Takes parameters out and writes them, as the bytes that they are, under the same names.</summary>
    public void Pass(Utf8JsonWriter writer, params ReadOnlySpan<string> names)
    {
        foreach (var name in names) PassAs(writer, name, name);
    }

    /// <summary>Takes a parameter out and writes it, as the bytes that it is, under another name.</summary>
    public void PassAs(Utf8JsonWriter writer, string name, string writtenAs)
    {
        if (!_values.Remove(name, out var value)) return;
        writer.WritePropertyName(writtenAs);
        writer.WriteRaw(value.Element);
    }

    /// <summary>Makes omissions of all that is left and does not ask for what happens anyway.</summary>
    public void OmitRest()
    {
        foreach (var (name, value) in _values)
            if (!NeutralOptions.Is(name, value.Element)) value.Reading.Omit(value.Path);
        _values.Clear();
    }
}
