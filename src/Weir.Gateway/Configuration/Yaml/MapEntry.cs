namespace Weir.Gateway.Configuration.Yaml;

/// <summary>One key of a map.</summary>
/// <param name="Key">The key as written.</param>
/// <param name="Line">Where the key stands, from 1.</param>
/// <param name="Column">Where the key stands, from 1.</param>
/// <param name="Value">What it says.</param>
internal sealed record MapEntry(string Key, int Line, int Column, ConfigNode Value);
