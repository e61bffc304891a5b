using System.Collections.Frozen;
using System.Text;
using Weir.Dialects.Conversations;
using Weir.Gateway.Calls;
using Weir.Gateway.Model;

namespace Weir.Gateway.Translation;

/// <summary>Decides about what a client said and the upstream cannot be told: dropped where the operator allows it, refused otherwise.</summary>
internal static class OmissionPolicy
{
    /// <summary>More are not listed in one error: nobody would read on.</summary>
    private const int MostNamed = 8;

    /// <summary>Judges all omissions of a request.</summary>
    /// <param name="route">Says what may be dropped.</param>
    /// <param name="omissions">What could not be said.</param>
    /// <param name="dropped">The parameters that are left out, as the client wrote them; empty when there are none.</param>
    /// <returns>The error to answer with, or null.</returns>
    public static CallError? Judge(RouteModel route, IReadOnlyList<Omission> omissions, out string dropped)
    {
        dropped = "";
        if (omissions.Count == 0) return null;
        var refused = omissions.Where(omission => omission.IsContent || !MayDrop(route.Drop, omission)).DistinctBy(omission => omission.Path).ToList();
        if (refused.Count == 0)
        {
            dropped = string.Join(", ", omissions.Select(omission => omission.Path).Distinct());
            return null;
        }
        var named = string.Join(", ", refused.Take(MostNamed).Select(Named)) + (refused.Count > MostNamed ? $" and {refused.Count - MostNamed} more" : "");
        return CallErrors.Unsupported(route.Name, named, refused[0].Path, refused.TrueForAll(omission => !omission.IsContent));
    }

    private static bool MayDrop(FrozenSet<string> allowed, Omission omission) =>
        MayDrop(allowed, omission.Path) || (omission.Kind is { } kind && allowed.Contains(kind));

    /// <summary>Whether a list of parameters that may be dropped covers one: by its whole path without indices, by its first or by its last name.</summary>
    internal static bool MayDrop(FrozenSet<string> allowed, string path)
    {
        if (allowed.Count == 0) return false;
        if (allowed.Contains("*")) return true;
        var plain = WithoutIndices(path);
        var (dot, lastDot) = (plain.IndexOf('.', StringComparison.Ordinal), plain.LastIndexOf('.'));
        return allowed.Contains(plain) || (dot > 0 && (allowed.Contains(plain[..dot]) || allowed.Contains(plain[(lastDot + 1)..])));
    }

    private static string Named(Omission omission) => omission.Why is { } why ? $"'{omission.Path}' ({why})" : $"'{omission.Path}'";

    private static string WithoutIndices(string path)
    {
        var plain = new StringBuilder(path.Length);
        var inside = false;
        foreach (var c in path)
        {
            if (c == '[') inside = true;
            if (!inside) plain.Append(c);
            if (c == ']') inside = false;
        }
        return plain.ToString();
    }
}
