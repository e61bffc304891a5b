namespace Weir.Testing.Contract;

/// <summary>
/// Public data that tests judge by but that is not Weir's to ship: it lies in <c>shared/data</c> beside the repository, or where
/// <c>WEIR_SHARED_DATA</c> says. Tests that need it are skipped where it is missing.
/// </summary>
internal static class SharedData
{
    public const string Variable = "WEIR_SHARED_DATA";

    public const string Contract = "openai/openapi.json";

    /// <summary>The full path of a file, or null when it is not there.</summary>
    public static string? Find(string relative) => Find(relative, Environment.GetEnvironmentVariable(Variable), Repository.Root);

    public static string? Find(string relative, string? named, string repository)
    {
        var directory = named is { Length: > 0 } ? named : Path.Combine(repository, "..", "shared", "data");
        var path = Path.GetFullPath(Path.Combine(directory, relative));
        return File.Exists(path) ? path : null;
    }

    /// <summary>Why a test that needs a file is skipped; null when the file is there.</summary>
    public static string? WhyNot(string relative) =>
        Find(relative) is null ? $"{relative} is neither in shared/data beside the repository nor where {Variable} says." : null;
}
