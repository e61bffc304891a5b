namespace Weir.Testing.Contract;

/// <summary>What came of judging a value by a schema.</summary>
internal sealed class Verdict
{
    private readonly List<Violation> _violations = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _described = new(StringComparer.Ordinal);

    /// <summary>Every way in which the value breaks the schema; none when it fits.</summary>
    public IReadOnlyList<Violation> Violations => _violations;

    public bool Fits => _violations.Count == 0;

    public void Break(string path, string message) => _violations.Add(new Violation(path, message));

    /// <summary>A schema has a word for this member.</summary>
    public void Know(string path) => _known.Add(path);

    /// <summary>A schema lists the members of this object: one that no schema has a word for is a stray.</summary>
    public void Describe(string path) => _described.Add(path);

    public bool IsStray(string owner, string member) => _described.Contains(owner) && !_known.Contains(member);

    /// <summary>Takes over what another schema, which holds as well, says of the same value.</summary>
    public void Join(Verdict other)
    {
        _violations.AddRange(other._violations);
        _known.UnionWith(other._known);
        _described.UnionWith(other._described);
    }

    public override string ToString() => Fits ? "fits" : string.Join('\n', _violations);
}
