namespace Weir.Gateway.Configuration.Yaml;

/// <summary>Values in order.</summary>
internal sealed class ListNode(ConfigNode? parent, string name, int line, int column) : ConfigNode(parent, name, line, column)
{
    public List<ConfigNode> Items { get; } = [];

    /// <inheritdoc/>
    public override string Kind => "a list";
}
