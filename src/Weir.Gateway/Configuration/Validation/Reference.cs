using Weir.Gateway.Configuration.Yaml;

namespace Weir.Gateway.Configuration.Validation;

/// <summary>Words the error about a name that leads nowhere.</summary>
internal static class Reference
{
    /// <summary>Reports a name that is not among the known ones; a missing name was reported before.</summary>
    public static void Check(ConfigSection section, string key, string? name, ICollection<string> known, string what, string where, ConfigErrors errors)
    {
        if (name is null || known.Contains(name)) return;
        var otherwise = known.Count == 0 ? $"Declare one under {where}." : $"Declare it under {where}, or use one of: {Some(known)}.";
        Unknown(section, key, name, known, what, otherwise, errors);
    }

    public static void Unknown(ConfigSection section, string key, string name, IEnumerable<string> known, string what, string otherwise, ConfigErrors errors)
    {
        // What came out of a variable is not repeated; the expression is.
        var written = (section.At(key) ?? section.Node) is ScalarNode scalar ? scalar.Text : name;
        errors.Add(section, key, $"there is no {what} \"{Shown.Short(written)}\".", Nearest.Remedy(name, known, otherwise), Shown.Short(written));
    }

    private static string Some(ICollection<string> names) =>
        string.Join(", ", names.Take(8).Select(Shown.Short)) + (names.Count > 8 ? ", …" : "");
}
