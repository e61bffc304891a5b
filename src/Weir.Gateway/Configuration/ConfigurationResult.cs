using Weir.Gateway.Model;

namespace Weir.Gateway.Configuration;

/// <summary>What came of reading a configuration.</summary>
internal sealed class ConfigurationResult
{
    /// <summary>The snapshot, or null when there are errors.</summary>
    public required GatewayModel? Model { get; init; }

    /// <summary>What the operator wrote, defaults filled in, as far as it could be read.</summary>
    public required WeirConfig Config { get; init; }

    /// <summary>Everything that is wrong, in the order of the file.</summary>
    public required IReadOnlyList<ConfigError> Errors { get; init; }

    /// <summary>What is legal but unwise, in the order of the file.</summary>
    public required IReadOnlyList<ConfigError> Warnings { get; init; }

    /// <summary>The file as the operator named it, or <see cref="ConfigurationLoader.BuiltInName"/>.</summary>
    public required string File { get; init; }

    /// <summary>The SHA-256 of the file's bytes in hexadecimal; empty when it could not be read.</summary>
    public required string TextHash { get; init; }

    /// <summary>
    /// Full paths of what was read or should have been: the file itself, if any, and those that secrets come from, but for
    /// pipes. With each its stamp from before it was read.
    /// </summary>
    public required IReadOnlyDictionary<string, FileStamp> Files { get; init; }

    /// <summary>Whether it cannot be read again: it is no file, or a pipe.</summary>
    public required bool IsReadOnce { get; init; }

    public required DateTimeOffset LoadedAt { get; init; }
}
