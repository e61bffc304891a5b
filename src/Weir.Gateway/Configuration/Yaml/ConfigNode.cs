namespace Weir.Gateway.Configuration.Yaml;

/// <summary>One value of the configuration file, with the place where it stands.</summary>
/// <param name="parent">What contains it, or null for the document itself.</param>
/// <param name="name">Its key in a map, <c>[2]</c> in a list.</param>
/// <param name="line">Line of the value, or of its key when the value is a map, a list or missing; from 1.</param>
/// <param name="column">Column, from 1.</param>
internal abstract class ConfigNode(ConfigNode? parent, string name, int line, int column)
{
    public string Name { get; } = name;

    public int Line { get; } = line;

    public int Column { get; } = column;

    /// <summary>Where it stands, as an operator says it: <c>providers.openai.base_url</c>, <c>models.cheap.route[1]</c>.</summary>
    public string Path
    {
        get
        {
            var above = parent?.Path ?? "";
            return above.Length == 0 || Name.StartsWith('[') ? above + Shown.Short(Name) : above + "." + Shown.Short(Name);
        }
    }

    /// <summary>What an error calls this kind of node.</summary>
    public abstract string Kind { get; }
}
