namespace Weir.Bench;

/// <summary>What stands behind the command: <c>--name value</c>, or <c>--name</c> alone for a switch.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, List<string>> _values = [];
    private readonly HashSet<string> _asked = [];

    public Arguments(ReadOnlySpan<string> args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal)) throw new ArgumentException($"'{args[i]}' is not an option; options look like --name value");
            var hasValue = i + 1 < args.Length && !args[i + 1].StartsWith("--", StringComparison.Ordinal);
            var name = args[i][2..];
            if (!_values.TryGetValue(name, out var values)) _values[name] = values = [];
            values.Add(hasValue ? args[++i] : "true");
        }
    }

    public bool Has(string name) => Find(name).Count > 0;

    public string? Text(string name) => Find(name).LastOrDefault();

    public string Text(string name, string otherwise) => Text(name) ?? otherwise;

    public string Required(string name) => Text(name) ?? throw new ArgumentException($"--{name} is missing");

    public int Number(string name, int otherwise) => Text(name) is { } text ? int.Parse(text) : otherwise;

    /// <summary>Every value of an option that may be repeated.</summary>
    public IReadOnlyList<string> All(string name) => Find(name);

    /// <summary>Call when all options have been asked for: a misspelt one must not go unnoticed.</summary>
    public void RefuseOthers()
    {
        var unknown = _values.Keys.Except(_asked).ToArray();
        if (unknown.Length > 0) throw new ArgumentException($"unknown option --{string.Join(", --", unknown)}");
    }

    private List<string> Find(string name)
    {
        _asked.Add(name);
        return _values.TryGetValue(name, out var values) ? values : [];
    }
}
