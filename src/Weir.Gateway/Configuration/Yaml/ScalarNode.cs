namespace Weir.Gateway.Configuration.Yaml;

/// <summary>A single value as it was written: before <c>${…}</c> is replaced, and without a type.</summary>
internal sealed class ScalarNode(ConfigNode? parent, string name, int line, int column, string text, bool isNull)
    : ConfigNode(parent, name, line, column)
{
    public string Text { get; } = text;

    /// <summary>Nothing was written, or an unquoted <c>null</c> or <c>~</c>.</summary>
    public bool IsNull { get; } = isNull;

    /// <inheritdoc/>
    public override string Kind => IsNull ? "nothing" : "a single value";
}
