using System.Reflection;

namespace Weir.Cli;

/// <summary>Which Weir this is.</summary>
internal static class Version
{
    /// <summary>Such as <c>0.1.0</c>, with the commit where the build knows it.</summary>
    public static string Text { get; } =
        typeof(Version).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
