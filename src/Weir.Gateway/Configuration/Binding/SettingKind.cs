namespace Weir.Gateway.Configuration.Binding;

/// <summary>How a key is written. Derived from the type of the property.</summary>
internal enum SettingKind
{
    /// <summary>Any text: <see cref="string"/>.</summary>
    Text,

    /// <summary>A whole number: <see cref="int"/>.</summary>
    Integer,

    /// <summary>An exact decimal number: <see cref="decimal"/>.</summary>
    Decimal,

    /// <summary>A length of time such as <c>500ms</c> or <c>10m</c>: <see cref="TimeSpan"/>.</summary>
    Duration,

    /// <summary>A number of bytes such as <c>32MiB</c>: <see cref="long"/>.</summary>
    Size,

    /// <summary>A value that must not be shown: <see cref="Model.Secret"/>.</summary>
    Secret,

    /// <summary>A list of texts.</summary>
    Texts,

    /// <summary>A map of names to secrets.</summary>
    Secrets,

    /// <summary>A nested section.</summary>
    Section,

    /// <summary>A map of names to sections.</summary>
    NamedSections,

    /// <summary>A list of sections.</summary>
    SectionList,

    /// <summary><c>true</c> or <c>false</c>: <see cref="bool"/>.</summary>
    Boolean,
}
