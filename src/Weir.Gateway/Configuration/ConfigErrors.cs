using Weir.Gateway.Configuration.Yaml;

namespace Weir.Gateway.Configuration;

/// <summary>Collects everything that is wrong with one file, so that the operator sees it all at once.</summary>
/// <param name="file">The file as the operator named it.</param>
internal sealed class ConfigErrors(string file)
{
    /// <summary>More than anybody reads; a file of the wrong kind would otherwise yield one error per line.</summary>
    private const int Most = 200;

    private readonly List<ConfigError> _errors = [];
    private int _dropped;

    public bool Any => _errors.Count > 0;

    /// <summary>How many there are so far.</summary>
    public int Count => _errors.Count;

    /// <summary>No further error will be kept, so the costly ones need not be worded.</summary>
    public bool Full => _errors.Count >= Most;

    public void AddAt(int line, int column, string path, string message, string remedy, string? value = null)
    {
        if (Full) _dropped++;
        else _errors.Add(new ConfigError(file, Math.Max(1, line), Math.Max(1, column), path, value, message, remedy));
    }

    public void Add(ConfigNode at, string message, string remedy, string? value = null) =>
        AddAt(at.Line, at.Column, at.Path, message, remedy, value);

    /// <summary>
    /// An error about one key of a section. Where the key is not written, the section's own place is named; where the
    /// section is not written either, the start of the file is.
    /// </summary>
    public void Add(ConfigSection section, string key, string message, string remedy, string? value = null)
    {
        var at = section.At(key) ?? section.Node;
        AddAt(at?.Line ?? 1, at?.Column ?? 1, PathOf(section, key), message, remedy, value);
    }

    /// <summary>Everything collected, in the order of the file.</summary>
    public IReadOnlyList<ConfigError> Sorted()
    {
        var sorted = _errors.OrderBy(e => e.Line).ThenBy(e => e.Column).ToList();
        if (_dropped > 0) sorted.Add(new ConfigError(file, sorted[^1].Line, 1, "", null, $"and {_dropped} more errors.", "Fix these first."));
        return sorted;
    }

    private static string PathOf(ConfigSection section, string key)
    {
        var above = section.Node?.Path ?? "";
        if (above.Length == 0) return key;
        return key.Length == 0 || section.Node is ScalarNode ? above : above + "." + key;
    }
}
