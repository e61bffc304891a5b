namespace Weir.Gateway.Configuration.Binding;

/// <summary>
/// Declares a property of a <c>*Config</c> class as a key of the configuration file. This one declaration drives binding,
/// the errors about unknown keys, the JSON Schema, <c>weir config</c> and the reference page. The key is the property's name
/// in snake_case; its default is what the property holds in a new object.
/// </summary>
/// <param name="description">What it does, for the reference: one or two sentences.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SettingAttribute(string description) : Attribute
{
    public string Description { get; } = description;

    /// <summary>A value as it would be written.</summary>
    public string? Example { get; set; }

    /// <summary>The default in words, where it depends on something else.</summary>
    public string? Default { get; set; }

    /// <summary>The only values allowed.</summary>
    public string[]? Choices { get; set; }

    /// <summary>What a number counts, such as <c>USD per million tokens</c>.</summary>
    public string? Unit { get; set; }

    /// <summary>The key must be written.</summary>
    public bool Required { get; set; }

    /// <summary>A change takes effect at the next start only.</summary>
    public bool NeedsRestart { get; set; }

    /// <summary>The names of a map of sections may hold spaces.</summary>
    public bool AnyName { get; set; }

    /// <summary>In a list, a single value stands for a section with only this key.</summary>
    public bool Shorthand { get; set; }
}
