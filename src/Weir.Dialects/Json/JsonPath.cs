using System.Globalization;
using System.Text;

namespace Weir.Dialects.Json;

/// <summary>Where in a JSON text a value stands, as errors name it: <c>messages[3].content[1].image_url</c>. Put into words only when it is asked for.</summary>
public sealed class JsonPath
{
    private readonly JsonPath? _parent;
    private readonly string? _member;
    private readonly int _index;

    private JsonPath(JsonPath? parent, string? member, int index) => (_parent, _member, _index) = (parent, member, index);

    /// <summary>The text as a whole.</summary>
    public static JsonPath Root { get; } = new(null, null, 0);

    /// <summary>The path of a member of the value here.</summary>
    public JsonPath Member(string name) => new(this, name, 0);

    /// <summary>The path of an element of the array here.</summary>
    /// <param name="index">0 for the first.</param>
    public JsonPath Item(int index) => new(this, null, index);

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        Write(text);
        return text.ToString();
    }

    private void Write(StringBuilder text)
    {
        if (_parent is null) return;
        _parent.Write(text);
        if (_member is null) text.Append(CultureInfo.InvariantCulture, $"[{_index}]");
        else text.Append(text.Length == 0 ? "" : ".").Append(_member);
    }
}
